/** Pourquoi non : sessions, permissions, fiches absentes, modifications arrivées trop tard. */
export const refusal = {
  login: "Veuillez d'abord vous connecter.",
  expired: 'Session absente ou expirée. Veuillez vous reconnecter.',
  nobodyYet: "Il n'y a encore personne dans cette base : créez le premier gestionnaire.",
  forbidden: ({ code }: { code: string }) => `Vous n'avez pas la permission de faire cela : il faut ${code}.`,
  forbiddenHere: ({ code }: { code: string }) =>
    `Vous n'avez pas la permission de faire cela ici : il faut ${code}, et la vôtre ne vaut que pour d'autres fiches.`,
  forbiddenRow: "Vous n'avez pas la permission de faire cela sur cette fiche.",
  notFound: "Cette fiche n'existe pas, ou vous ne pouvez pas la voir.",
  noSuch: ({ noun, id }: { noun: string; id: number | string }) =>
    `Aucune fiche « ${noun} ${id} », ou aucune que vous puissiez voir.`,
  stale: ({ noun, id, version }: { noun: string; id: number; version: number }) =>
    `La fiche « ${noun} ${id} » a été modifiée entre-temps (elle en est à la version ${version}). Rien n'a été enregistré.`,
  staleField: ({ label, now, yours }: { label: string; now: string; yours: string }) =>
    `${label} : actuellement ${now}, vous vouliez ${yours}`,
  byConstraint: ({ constraint }: { constraint: string }) => `La base de données refuse cela (${constraint}).`,
  locked: "Quelqu'un d'autre modifie la même fiche en ce moment. Réessayez dans un instant.",
  tooSlow: "La base de données a mis trop de temps et la commande a été abandonnée. Rien n'a été enregistré.",
  readOnly:
    "Ce serveur n'accepte aucune modification : c'est un secondaire. Indiquez le primaire dans DATABASE_URL, ou ajoutez target_session_attrs=read-write.",
  noResources:
    "Le serveur de base de données n'a plus de mémoire, de disque ou de connexion disponible. Rien n'a été enregistré.",
  shutDown: "Le serveur de base de données est en train de s'arrêter. Rien n'a été enregistré.",
  applied: 'La connexion a été perdue avant la réponse. La modification a bien été enregistrée.',
  notApplied:
    "La connexion a été perdue avant la réponse. La modification n'a pas été enregistrée : vous pouvez la refaire sans risque.",
  unknownApplied:
    'La connexion a été perdue avant la réponse, et la base ne peut pas être interrogée. Vérifiez si la modification a été enregistrée avant de la refaire.',
} satisfies typeof import('../en/refusal.ts').refusal

export const noun = {
  user: 'utilisateur',
  role: 'rôle',
  company: 'entreprise',
  client: 'client',
  contract: 'contrat',
  event: 'événement',
  audit: "entrée d'audit",
} satisfies typeof import('../en/refusal.ts').noun
