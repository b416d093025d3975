/** Les données d'un client : remises, effacées, et les clients silencieux depuis longtemps. */
const plural = (count: number, one: string, many: string) => `${count} ${count < 2 ? one : many}`

const kinds: Readonly<Record<string, (count: number) => string>> = {
  client: () => 'nom, e-mail et téléphone',
  event: (count) => plural(count, 'événement', 'événements'),
  interaction: (count) => plural(count, 'note', 'notes'),
  payment: (count) => plural(count, 'paiement', 'paiements'),
  instalment: (count) => plural(count, 'échéance', 'échéances'),
  audit: (count) => plural(count, 'ligne du journal', 'lignes du journal'),
}

export const privacy = {
  title: 'Clients effacés',
  label: {
    client_id: 'Client',
    at: 'Effacé le',
    user_id: 'Effacé par',
    reason: 'Motif',
    replay: 'Liste des effacements',
    since: 'Effacé auparavant',
    replaced: 'Remplacé',
    erased: 'Effacés à nouveau',
    unchanged: 'Toujours effacés',
    missing: 'Introuvables',
    due: "Avec de l'argent dû ou un événement à venir",
    path: 'Chemin',
    instant: 'À la date du',
    counts: 'Fiches',
    left_out: 'Non exporté',
    years: 'Années',
    last_activity: 'Dernière activité',
    contract_count: 'Contrats',
    event_count: 'Événements',
    note_count: 'Notes',
    erase: 'Pour effacer les données',
  },
  help: {
    reason: 'Le motif : il est conservé, et ne doit donc pas nommer le client',
    list: 'Lister les clients dont les données ont été effacées',
    replay:
      "Effacer à nouveau ce que liste ce fichier (le JSON de --list), après la restauration d'une sauvegarde plus ancienne. - pour l'entrée standard",
    years: "Nombre d'années sans contact, contrat, événement ni paiement",
  },
  kind: ({ table, count }: { table: string; count: number }) => kinds[table]?.(count) ?? `${count} ${table}`,
  willReplace: ({ what }: { what: string }) => `À remplacer : ${what}.`,
  stays: 'Les montants, les dates et les numéros restent.',
  confirmErase: ({ id, name }: { id: number; name: string | null }) =>
    `Effacer les données du client ${id}${name === null ? '' : `, ${name}`} ? C'est irréversible.`,
  erased: ({ id, what }: { id: number; what: string }) =>
    `Données du client ${id} effacées. Remplacé : ${what}. C'est irréversible.`,
  already: ({ id, at }: { id: number; at: string }) =>
    `Les données du client ${id} ont été effacées le ${at} : il n'y a rien de nouveau à effacer.`,
  backups:
    "Les sauvegardes, les exports et les papiers imprimés les gardent. Après la restauration d'une sauvegarde, utilisez client erase --replay.",
  moneyDue: ({ id, contracts, remaining }: { id: number; contracts: number; remaining: string }) =>
    `Les données du client ${id} ne peuvent pas être effacées : il reste ${remaining} à payer sur ${contracts === 1 ? 'un contrat signé' : `${contracts} contrats signés`}.`,
  eventComing: ({ id, events }: { id: number; events: number }) =>
    `Les données du client ${id} ne peuvent pas être effacées : ${events === 1 ? "un événement n'est pas terminé" : `${events} événements ne sont pas terminés`}.`,
  merged: ({ id, into }: { id: number; into: number }) =>
    `Le client ${id} a été fondu dans le client ${into}, dont les données comprennent ce qui en est conservé.`,
  reasonMissing: 'Indiquez le motif : --reason',
  clientMissing: 'Indiquez le client, ou utilisez --list ou --replay.',
  notBoth: ({ options }: { options: string }) => `Une seule de ces options à la fois : ${options}.`,
  none: "Les données d'aucun client n'ont été effacées.",
  notAList: ({ path }: { path: string }) =>
    `${path} n'est pas une liste d'effacements : il faut le JSON de client erase --list.`,
  cannotRead: ({ path, reason }: { path: string; reason: string }) => `Impossible de lire ${path} (${reason}).`,
  stdinTerminal:
    "L'entrée standard est un terminal. Indiquez un fichier, ou envoyez-le : client erase --replay - < erasures.json",
  confirmReplay: ({ count }: { count: number }) =>
    `Effacer à nouveau les données ${count === 1 ? 'du client de cette liste' : `des ${count} clients de cette liste`} ? C'est irréversible.`,
  wouldReplay: ({ erased, unchanged, missing }: { erased: number; unchanged: number; missing: number }) =>
    `À effacer à nouveau : ${erased} · toujours effacés : ${unchanged} · introuvables : ${missing}`,
  replayed: ({ erased, unchanged, missing }: { erased: number; unchanged: number; missing: number }) =>
    `Effacés à nouveau : ${erased} · toujours effacés : ${unchanged} · introuvables : ${missing}`,
  replayedDue: ({ ids }: { ids: readonly number[] }) =>
    `De l'argent est dû ou un événement est à venir pour ${ids.length === 1 ? 'le client' : 'les clients'} ${ids.join(', ')}. Leurs données ont été effacées malgré tout.`,
  exported: ({ id, path, records }: { id: number; path: string; records: number }) =>
    `Données du client ${id} enregistrées dans ${path} : ${plural(records, 'fiche', 'fiches')}.`,
  leftOut: ({ what }: { what: readonly string[] }) =>
    `Non exporté, car votre rôle ne peut pas les lister : ${what.join(', ')}.`,
  page: {
    title: ({ name }: { name: string }) => `Données conservées sur ${name}`,
    asOf: ({ at }: { at: string }) => `À la date du ${at}`,
    client: 'Contact',
    company: 'Entreprise',
    contracts: 'Contrats',
    instalments: 'Échéances',
    payments: 'Paiements',
    events: 'Événements',
    notes: 'Notes',
    audit: 'Modifications',
    none: 'Rien.',
  },
  unknownYears: ({ received, most }: { received: string; most: number }) =>
    `« ${received} » n'est pas un nombre d'années de 1 à ${most}.`,
  retention: ({ years }: { years: number }) => `Clients silencieux depuis ${years === 1 ? 'un an' : `${years} ans`}`,
  noneSilent: ({ years }: { years: number }) =>
    `Aucun client n'est silencieux depuis ${years === 1 ? 'un an' : `${years} ans`}.`,
} satisfies typeof import('../en/privacy.ts').privacy
