export type Lang = 'en' | 'fr'
