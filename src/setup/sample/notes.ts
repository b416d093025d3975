/** The notes of the sample agency, the oldest first. A note about an event is about the event's client too. */
import type { Kind } from '../../interaction/interaction.ts'

export interface SampleNote {
  /** The client; for a note about an event, who is found by the event. */
  readonly client?: number
  readonly event?: number
  /** Who wrote it. */
  readonly by: number
  /** Days since then. The latest one about a client is their last contact. */
  readonly days: number
  readonly kind: Kind
  readonly text: string
  /** The day of the next contact: days from today, negative where it is overdue. */
  readonly next?: number
}

export const notes: readonly SampleNote[] = [
  of(20, 10, 230, 'call', 'Ne répond plus au téléphone. Relancer pour le solde du contrat 25.'),
  of(12, 8, 62, 'call', 'Le comité se réunit après les vacances : rappeler pour le contrat 13.', -20),
  of(2, 5, 36, 'call', 'Acompte reçu. Camille et Hugo hésitent encore entre deux week-ends de juin.'),
  of(
    1,
    5,
    34,
    'meeting',
    'Assemblée générale : 200 personnes attendues, votes à main levée.\nPrévoir deux micros et un pupitre.',
  ),
  of(9, 7, 33, 'email', 'Devis envoyé pour le goûter de printemps.', -3),
  of(8, 5, 29, 'visit', 'Showed Kevin two halls in Blois. He prefers the one by the river.'),
  of(19, 8, 19, 'email', '見積書を送付しました。予算の返事待ち。', 2),
  of(7, 7, 15, 'call', 'Dîner des partenaires : 160 couverts, menu sans alcool.'),
  of(3, 5, 9, 'email', 'Sent the menu of the caterer. John chooses this week.', 0),
  of(8, 5, 8, 'call', 'Wants two more dates for the launch party. The board decides this week.', -1),
  at(3, 12, 7, 'call', 'Two DJs for the after party: both send an offer by Friday.'),
  of(1, 5, 6, 'call', 'Ordre du jour reçu, envoyé à Kate.'),
  of(10, 5, 5, 'meeting', 'Veut fêter le printemps en terrasse, pas plus de 40 personnes.', 12),
  at(10, 12, 4, 'call', 'Salle des fêtes de Mufflins : les clés se prennent la veille à la mairie.'),
  of(15, 11, 3, 'meeting', 'Convention : 450 personnes, deux salles en parallèle. Signature promise ce mois-ci.', 7),
  at(3, 12, 3, 'visit', 'Visited the orangery: 75 seats, and enough power for the DJ.'),
  of(6, 6, 2, 'call', 'Soirée des nouvelles cuvées : il faut un DJ et un écran.', 5),
]

function of(client: number, by: number, days: number, kind: Kind, text: string, next?: number): SampleNote {
  return { client, by, days, kind, text, ...(next === undefined ? {} : { next }) }
}

function at(event: number, by: number, days: number, kind: Kind, text: string): SampleNote {
  return { event, by, days, kind, text }
}
