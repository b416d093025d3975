/** The companies of the sample agency, in the order of their ids: 1, 2, 3 … Some names are hard to show: quotes, other scripts, great length. */

/** Exactly 128 characters, the longest name that is allowed. */
export const longestName =
  'Association des amis du patrimoine, des moulins, des lavoirs et des jardins remarquables de la vallée du Cher et du Val de Loire'

export const companies: readonly string[] = [
  'Cool Startup LLC',
  "L'été d'Anne",
  'Lou Bouzin Conseil',
  'Atelier "Bois & Pierre"',
  'Domaine de la Brosse/Cher',
  'Fêtes & Merveilles 🎉',
  'شركة الأفق للفعاليات',
  longestName,
  'Mairie de Candé-sur-Beuvron',
  'Crédit Solognot',
  'Ångström Énergies',
  'Théâtre du Vieux-Pont',
]
