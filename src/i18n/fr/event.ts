/** Events: the labels of their fields, and the messages about them. */
const titled = ({ id, title }: { id: number; title: string }) => `${id} « ${title} »`

const person = ({ name, support }: { name: string | null; support: number }) =>
  name ? `${name} (${support})` : `Le collaborateur ${support}`
const other = (event: { id: number; title: string } | null) =>
  event ? `l'événement ${titled(event)}` : 'un autre événement'

export const event = {
  title: 'Événements',
  card: ({ id, title }: { id: number; title: string }) => `Événement ${id} · ${title}`,
  label: {
    id: 'N°',
    contract_id: 'Contrat',
    client_id: 'Client',
    client_email: 'E-mail du client',
    client_phone: 'Téléphone du client',
    commercial_id: 'Commercial',
    title: 'Titre',
    full_address: 'Adresse',
    start_date: 'Début',
    end_date: 'Fin',
    participant_count: 'Participants',
    support_contact_id: 'Support',
    notes: 'Notes',
    on: 'Jour',
    full_name: 'Support',
    free: 'Libre',
    clashes: 'Conflits',
    tight: 'Trop justes',
    week_events: 'Événements de la semaine',
    week_hours: 'Heures de la semaine',
  },
  help: {
    id: "Titre ou numéro de l'événement",
    contract_id: 'Numéro du contrat, ou nom de son client ; le contrat doit être signé',
    title: 'Titre, 128 caractères au plus',
    full_address: 'Adresse complète, 256 caractères au plus',
    start_date: "Début ; sans heure, 00:00 (une modification garde l'heure)",
    end_date: "Fin, après le début ; sans heure, 23:59 (une modification garde l'heure)",
    participant_count: 'Nombre de participants attendus',
    support_contact_id: 'Nom ou numéro du collaborateur support (permission event:assign_support)',
    support: 'Nom ou numéro du collaborateur support',
    notes: 'Notes, 10 000 caractères au plus',
    period: 'Jours à montrer (par défaut : le mois en cours)',
    on: 'Jour du nouvel événement ; les heures restent',
    withSupport: 'Le confier au même collaborateur support (permission event:assign_support)',
    withNotes: 'Avec --format ics : les notes et le téléphone du client en plus',
    strict: 'Refuser un collaborateur support qui a déjà un autre événement à ce moment-là',
    suggest: 'Proposer les trois collaborateurs les plus disponibles ; dans un script, les lister',
    replace_notes: 'Remplacer sans demander des notes déjà remplies',
  },
  /** Help of the filters of the list. */
  filter: {
    search: 'Titre, adresse ou client : chaque mot, comme début de mot',
    client: 'Seulement les événements de ce client',
    contract: 'Seulement les événements de ce contrat',
    support: 'Seulement les événements confiés à ce collaborateur support',
    unassigned: 'Seulement les événements sans support',
    commercial: 'Seulement les événements des clients de ce commercial',
    on: 'Seulement les événements qui ont lieu pendant cette période',
    since: 'Seulement les événements qui finissent pendant cette période ou après',
    until: 'Seulement les événements qui commencent pendant cette période ou avant',
    upcoming: 'Seulement les événements qui ne sont pas terminés',
    minParticipants: 'Au moins ce nombre de participants',
    onlyMine: "Seulement ceux de mes clients, ou ceux dont je m'occupe",
  },
  period: 'Période',
  /** In the description of a calendar entry. */
  calendar: {
    participants: ({ count }) => (count < 2 ? `${count} participant` : `${count} participants`),
    client: ({ client, phone }) => `${client} : ${phone}`,
  },
  noSupport: 'sans support',
  none: 'Aucun événement à afficher.',
  created: ({ contract, client, ...of }) =>
    `Événement ${titled(of)} créé pour le contrat ${contract}${client ? ` (${client})` : ''}.`,
  updated: (of) => `Événement ${titled(of)} modifié.`,
  unchanged: (of) => `Aucune modification : l'événement ${titled(of)} avait déjà ces valeurs.`,
  notesKept: ({ notes, ...of }) =>
    `L'événement ${titled(of)} a déjà des notes : « ${notes} ». Pour en ajouter une, utilisez event note ; pour les remplacer, ajoutez --replace-notes. Rien n'a été enregistré.`,
  replaceNotes: ({ notes, ...of }) =>
    `L'événement ${titled(of)} a déjà des notes : « ${notes} ». Les remplacer ? (event note en ajoute une)`,
  endMoved: "La fin a été décalée d'autant.",
  asBefore: "comme l'original",
  copied: {
    contract_id: 'contrat',
    title: 'titre',
    full_address: 'adresse',
    start_date: 'heures',
    participant_count: 'participants',
    notes: 'notes',
    support_contact_id: 'support',
  },
  copiedLine: ({ copied, not }) => `Repris : ${copied}.${not === '' ? '' : ` Non repris : ${not}.`}`,
  cloned: ({ from, contract, client, ...of }) =>
    `Événement ${titled(of)} créé d'après l'événement ${from}, pour le contrat ${contract}${client ? ` (${client})` : ''}.`,
  skippedHour: ({ before, now }) => `Ce jour-là, les horloges sautent ${before} : l'événement commence à ${now}.`,
  deleted: (of) => `Événement ${titled(of)} supprimé.`,
  confirmDelete: (of) => `Supprimer l'événement ${titled(of)} ?`,
  assigned: ({ name, support, ...of }) =>
    `Événement ${titled(of)} confié ${name ? `à ${name} (${support})` : `au collaborateur ${support}`}.`,
  alreadyAssigned: ({ name, support, ...of }) =>
    `Aucune modification : l'événement ${titled(of)} est déjà confié ${name ? `à ${name} (${support})` : `au collaborateur ${support}`}.`,
  unsigned: ({ contract }: { contract: number }) =>
    `Le contrat ${contract} n'est pas signé : il ne peut pas encore avoir d'événement.`,
  endsTooSoon: ({ start, end }: { start: string; end: string }) =>
    `La fin (${end}) doit être après le début (${start}).`,
  notSupport: ({ name, support }: { name: string | null; support: number }) =>
    `${name ? `${name} (${support})` : `Le collaborateur ${support}`} n'est pas un collaborateur support actif : cet événement ne peut pas lui être confié.`,
  free: 'libre',
  tight: "libre, mais à moins de 2 heures d'un autre événement",
  busy: ({ event: of, more }) =>
    `occupé : ${of?.id ? `n° ${of.id} ${of.title}` : 'un autre événement'}${more > 0 ? ` et ${more} de plus` : ''}`,
  thatWeek: ({ count }) => `${count} ${count === 1 ? 'événement' : 'événements'} cette semaine-là`,
  clash: ({ event: of, start, end, ...who }) =>
    `${person(who)} a déjà ${other(of)} au même moment : ${start} – ${end}.`,
  tightClash: ({ event: of, start, end, ...who }) =>
    `${person(who)} a moins de 2 heures entre cet événement et ${other(of)}, à une autre adresse : ${start} – ${end}.`,
  moreClashes: (who) => `${person(who)} a encore d'autres événements à ce moment-là.`,
  notFree: ({ clashes, ...who }) =>
    `${person(who)} n'est pas libre : ${clashes === 1 ? 'un autre événement' : `${clashes} autres événements`} au même moment.`,
  hiddenClashes: ({ count }) => (count === 1 ? 'un autre événement' : `${count} autres événements`),
  suggestions: ({ id, title }) => `Les plus disponibles pour l'événement ${titled({ id, title })}`,
  nobodyToSuggest: 'Aucun collaborateur support actif.',
} satisfies typeof import('../en/event.ts').event
