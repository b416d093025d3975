/**
 * The companies of the sample agency. Some names are hard to show: quotes, other scripts, great length. The check digits of their VAT
 * numbers are right, but no French company has a number whose SIREN begins with 0.
 */

interface SampleCompany {
  readonly name: string
  readonly address?: string
  /** As it is stored. */
  readonly vat?: string
}

/** Exactly 128 characters, the longest name that is allowed. */
export const longestName =
  'Association des amis du patrimoine, des moulins, des lavoirs et des jardins remarquables de la vallée du Cher et du Val de Loire'

/** In the order of their ids: 1, 2, 3 … */
export const companies: readonly SampleCompany[] = [
  { name: 'Cool Startup LLC', address: '12/14 rue du Faubourg-Neuf, 75010 Paris', vat: 'FR09012345674' },
  { name: "L'été d'Anne", address: '3 quai de la Saussaye, 41000 Blois', vat: 'FR00024681355' },
  { name: 'Lou Bouzin Conseil', address: 'Le Bourg, 37250 Mufflins', vat: 'FR50031415920' },
  {
    name: 'Atelier "Bois & Pierre"',
    address: 'ZA des Gailletrous, 41260 La Chaussée-Saint-Victor',
    vat: 'FR71042718270',
  },
  { name: 'Domaine de la Brosse/Cher', address: 'La Brosse, 41120 Chitenay', vat: 'FR16057721565' },
  { name: 'Fêtes & Merveilles 🎉', address: '21 rue du Bourg-Neuf, 41000 Blois' },
  { name: 'شركة الأفق للفعاليات', address: 'شارع الحبيب بورقيبة، تونس' },
  { name: longestName },
  { name: 'Mairie de Candé-sur-Beuvron', address: 'Place de la Mairie, 41120 Candé-sur-Beuvron' },
  { name: 'Crédit Solognot', address: '1 avenue de Paris, 41200 Romorantin-Lanthenay', vat: 'FR20061803391' },
  { name: 'Ångström Énergies', address: 'Storgatan 5, 111 51 Stockholm', vat: 'SE123456789701' },
  { name: 'Théâtre du Vieux-Pont', address: '2 rue du Pont, 41400 Montrichard Val de Cher', vat: 'FR74073205080' },
]
