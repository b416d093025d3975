/** Les doublons probables, et deux fiches qui n'en font plus qu'une. */
const counted = {
  contracts: ['contrat', 'contrats'],
  events: ['événement', 'événements'],
  interactions: ['note', 'notes'],
  clients: ['client', 'clients'],
} as const

const labels = { contracts: 'Contrats', events: 'Événements', interactions: 'Notes', clients: 'Clients' } as const

/** « le client », « l'entreprise » */
const the = (noun: string) => (/^[aeéiou]/.test(noun) ? `l'${noun}` : `le ${noun}`)
const capitalized = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
const feminine = (noun: string) => (noun === 'entreprise' ? 'e' : '')

export const merge = {
  title: 'Doublons probables',
  label: {
    merged_id: 'Fondu',
    moved_contracts: 'Contrats repris',
    moved_interactions: 'Notes reprises',
    moved_clients: 'Clients repris',
    keep_id: 'Client',
    dropped_id: 'Semble être',
    reason: 'Même',
    command: 'Pour fusionner',
  },
  help: {
    keep: 'Client à conserver : nom, e-mail, téléphone ou numéro',
    dropped: 'Client à fondre dans le premier, et qui disparaît',
    keepCompany: 'Entreprise à conserver : nom ou numéro',
    droppedCompany: 'Entreprise à fondre dans la première, et qui disparaît',
    limit: 'Nombre maximal de paires ; 0 pour toutes',
  },
  which: {
    keep: 'Client à conserver',
    dropped: 'Client à fondre dans celui-ci',
    keepCompany: 'Entreprise à conserver',
    droppedCompany: 'Entreprise à fondre dans celle-ci',
  },
  counted: ({ kind, count, shown }) => `${shown} ${counted[kind][count < 2 ? 0 : 1]}`,
  same: ({ noun, id }) => `C'est deux fois ${the(noun)} ${id} : une fusion en demande deux différents.`,
  nothingMoves: ({ keep, dropped }) => `Rien ne passe de ${dropped.id} (${dropped.name}) à ${keep.id} (${keep.name}).`,
  moves: ({ what, keep, dropped }) => `De ${dropped.id} (${dropped.name}) à ${keep.id} (${keep.name}) : ${what}.`,
  fills: ({ keep }) => `Complété chez ${keep.id} (${keep.name}) :`,
  loses: ({ dropped }) => `Chez ${dropped.id} (${dropped.name}), et ce qui restera :`,
  confirm: ({ noun, keep, dropped }) =>
    `Fondre ${the(noun)} ${dropped.id} (${dropped.name}) dans ${the(noun)} ${keep.id} (${keep.name}) ?`,
  done: ({ noun, what, keep, dropped }) =>
    `${capitalized(noun)} ${dropped.id} (${dropped.name}) fondu${feminine(noun)} dans ${the(noun)} ${keep.id} (${keep.name})${what === '' ? '' : `, avec ${what}`}.`,
  handsOver: ({ contracts, from, to }) =>
    `${contracts === 1 ? 'Le contrat passe' : `Les ${contracts} contrats passent`} de ${from} à ${to}.`,
  away: ({ noun, id, into, name }) =>
    `${capitalized(the(noun))} ${id} a été fondu${feminine(noun)} dans ${the(noun)} ${into} (${name}).`,
  reason: { name: 'nom et entreprise', phone: 'téléphone', both: 'nom et téléphone' },
  none: 'Aucun doublon probable.',
  more: ({ shown }) => `Voici les ${shown} premières paires ; il y en a d'autres.`,
  likely: ({ id, name, reason }) =>
    `Ce client ressemble au client ${id} (${name}) : ${{ name: 'même nom, même entreprise', phone: 'même téléphone', both: 'même nom, même téléphone' }[reason]}.`,
  moreLikely: "D'autres clients lui ressemblent : client duplicates",
  imported: ({ count, shown }) =>
    count === 1
      ? '1 ligne ressemble à un client déjà présent.'
      : `${shown} lignes ressemblent à des clients déjà présents.`,
  importedLine: ({ line, name, id }) => `ligne ${line} : client ${id}, ${name}`,
  unlikely: {
    firstAhead: ({ first }) => `Le premier contact est dans le futur (${first}).`,
    reversed: ({ first, last }) => `Le dernier contact (${last}) précède le premier (${first}).`,
    phone: ({ phone }) => `Aucun pays n'a de numéro comme ${phone}.`,
    past: ({ start }) => `Cet événement commence dans le passé (${start}).`,
    twin: ({ id, title }) => `L'événement ${id} (${title}) du même contrat commence au même moment.`,
  },
  did: ({ noun, other, into, split }) =>
    split ? `séparation : ${noun} ${other} et ${into}` : `fusion : ${noun} ${other} dans ${into}`,
  line: ({ noun, other, into, split }) =>
    split ? `Retour : ${noun} ${other}, séparé${feminine(noun)} de ${into}` : `Fusion : ${noun} ${other} dans ${into}`,
  history: ({ noun, other, split }) =>
    `${capitalized(noun)} ${other} ${split ? `de nouveau séparé${feminine(noun)}` : `fondu${feminine(noun)} dans cette fiche`}`,
  moved: ({ kind, ids }) => `${labels[kind]} : ${ids}`,
} satisfies typeof import('../en/merge.ts').merge
