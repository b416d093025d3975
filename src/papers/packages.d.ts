// What is used of packages without types. Fonts go into the program as they are: imported `with { type: 'file' }`, each is the path to read it from.
declare module '*.ttf' {
  const path: string
  export default path
}

declare module 'fontkit' {
  export function create(file: Uint8Array): { hasGlyphForCodePoint(code: number): boolean }
}

declare module 'pdfmake' {
  const pdfmake: {
    readonly virtualfs: { writeFileSync(name: string, file: Uint8Array): void }
    setFonts(fonts: Readonly<Record<string, Readonly<Record<'normal' | 'bold', string>>>>): void
    setLocalAccessPolicy(may: (path: string) => boolean): void
    setUrlAccessPolicy(may: (url: string) => boolean): void
    createPdf(definition: object): { getBuffer(): Promise<Uint8Array> }
  }
  export default pdfmake
}
