/** `undo` : ce que l'on a fait, et comment revenir dessus. */
const plurals: Readonly<Record<string, string>> = {
  users: 'collaborateurs',
  role: 'rôles',
  company: 'entreprises',
  client: 'clients',
  contract: 'contrats',
  event: 'événements',
  interaction: 'notes',
  payment: 'paiements',
  instalment: 'échéances',
}

const capitalized = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

export const undo = {
  title: 'Vos dernières modifications',
  label: {
    operation: 'Opération',
    at: 'Date',
    command: 'Commande',
    did: 'Ce qui a changé',
    changes: 'Modifications',
    undone_by: 'Annulée par',
  },
  help: {
    operation: 'Opération à annuler : son numéro, ou au moins ses 8 premiers caractères. Par défaut, votre dernière',
    list: 'Lister vos 20 dernières opérations',
    dryRun: 'Montrer ce qui serait annulé, sans rien changer',
  },
  none: "Vous n'avez encore rien modifié.",
  one: ({ noun, id, label }) => `${noun}${id === null ? '' : ` ${id}`}${label === null ? '' : `, ${label}`}`,
  many: ({ table, count }) => `${count} ${plurals[table] ?? table}`,
  did: {
    insert: ({ what }) => `création : ${what}`,
    update: ({ what, fields }) => `modification : ${what}${fields.length === 0 ? '' : ` (${fields.join(', ')})`}`,
    delete: ({ what }) => `suppression : ${what}`,
    hide: ({ what }) => `retrait : ${what}`,
    show: ({ what }) => `retour : ${what}`,
    cancel: ({ what }) => `annulation : ${what}`,
    count: ({ what }) => `rétablissement : ${what}`,
    merge: ({ what }) => `fusion : ${what}`,
    split: ({ what }) => `séparation : ${what}`,
  },
  sentence: ({ did, final, lacking }) => {
    if (final) return `${capitalized(did)} (ne s'annule pas)`
    return `${capitalized(did)}${lacking === null ? '' : ` (l'annuler demande ${lacking})`}`
  },
  lacking: ({ did, refusal }) => `${refusal} Opération visée — ${did}.`,
  listIsOfAll:
    "--list affiche toutes vos dernières opérations. Pour voir ce que changerait l'annulation d'une seule, prenez plutôt --dry-run.",
  line: ({ action, what, changes }) => {
    if (action === 'insert') return `Retour : ${what}`
    if (action === 'delete') return `Suppression : ${what}`
    if (action === 'merge') return `Fusion : ${what}`
    return `${capitalized(what)} · ${changes.join(' · ')}`
  },
  more: ({ count }) => (count === 1 ? '… et 1 autre modification' : `… et ${count} autres modifications`),
  from: ({ at, command }) => `${command ?? 'Opération'}, ${at}`,
  confirm: ({ did }) => `Annuler ceci ? ${capitalized(did)}.`,
  undone: ({ did }) => `Modification annulée — ${did}.`,
  would: ({ did }) => `Serait annulé. ${capitalized(did)}. Rien n'a été modifié.`,
  already: 'Vous avez déjà annulé cette opération. Pour la rétablir, annulez cette annulation.',
  noSuch: ({ received }) =>
    `Aucune opération ne commence par « ${received} », ou ce n'est pas la vôtre et vous n'avez pas accès au journal.`,
  tooShort: ({ received, shortest }) =>
    `« ${received} » ne désigne aucune opération. Donnez au moins ${shortest} caractères de son numéro.`,
  several: ({ received }) => `Plusieurs opérations commencent par « ${received} ».`,
  candidate: ({ operation, user_name, at, command }) =>
    `${operation} · ${at} · ${user_name ?? '—'}${command === null ? '' : ` · ${command}`}`,
  changed: {
    column: ({ what, label, who, at }) => `${what} : ${label}, modifié par ${who}${at}`,
    row: ({ what, who, at }) => `${what} : fiche créée ou supprimée par ${who}${at}`,
    on: ({ at }) => ` le ${at}`,
    nobody: "quelqu'un",
  },
} satisfies typeof import('../en/undo.ts').undo
