/** The team of the sample agency. Ids are fixed, because examples in the help and in the README use them. */
import { COMMERCIAL, MANAGEMENT, SUPPORT } from '../../access/catalogue.ts'

export interface SamplePerson {
  readonly id: number
  readonly username: string
  readonly name: string
  /** E.164; absent: the agency does not know it. */
  readonly phone?: string
  readonly role: number
  /** Days since the last login; absent: never logged in. */
  readonly seen?: number
  /** Whether this person has left. Their clients and events stay theirs until they are handed over. */
  readonly left?: true
}

/** The password of everybody in the sample agency. It is printed, so it protects nothing. */
export const samplePassword = 'Epic-Events-2026'

/** The domain of their e-mail addresses. Nobody can own it (RFC 2606), so no real agency is ever taken for the sample. */
export const sampleDomain = 'epic-events.example'

/** A number of a range that is reserved for fiction (ARCEP décision 2018-0881). */
const fiction = (id: number) => `+336399802${String(id).padStart(2, '0')}`

export const people: readonly SamplePerson[] = [
  { id: 1, username: 'manon.lefevre', name: 'Manon Lefèvre', phone: fiction(1), role: MANAGEMENT, seen: 1 },
  { id: 2, username: 'karim.benali', name: 'Karim Benali', phone: fiction(2), role: MANAGEMENT, seen: 3 },
  { id: 3, username: 'sophie.dalembert', name: 'Sophie d’Alembert', role: MANAGEMENT, seen: 12 },
  { id: 4, username: 'claire.fontaine', name: 'Claire Fontaine', phone: fiction(4), role: COMMERCIAL, seen: 1 },
  { id: 5, username: 'bill.boquet', name: 'Bill Boquet', phone: fiction(5), role: COMMERCIAL, seen: 0 },
  { id: 6, username: 'lea.marchand', name: 'Léa Marchand', phone: fiction(6), role: COMMERCIAL, seen: 2 },
  { id: 7, username: 'thomas.riviere', name: 'Thomas Rivière', phone: fiction(7), role: COMMERCIAL, seen: 5 },
  { id: 8, username: 'mai.nguyen', name: 'Nguyễn Thị Mai', phone: fiction(8), role: COMMERCIAL, seen: 1 },
  { id: 9, username: 'antoine.delacroix', name: 'Antoine Delacroix', phone: fiction(9), role: COMMERCIAL, seen: 9 },
  { id: 10, username: 'bernard.petit', name: 'Bernard Petit', role: COMMERCIAL, seen: 74, left: true },
  { id: 11, username: 'julie.perrin', name: 'Julie Perrin', phone: fiction(11), role: COMMERCIAL, seen: 4 },
  { id: 12, username: 'kate.hastroff', name: 'Kate Hastroff', phone: fiction(12), role: SUPPORT, seen: 0 },
  { id: 13, username: 'alienor.rey', name: 'Aliénor Rey', phone: fiction(13), role: SUPPORT, seen: 2 },
  { id: 14, username: 'yann.legall', name: 'Yann Le Gall', phone: fiction(14), role: SUPPORT, seen: 1 },
  { id: 15, username: 'fatou.diop', name: 'Fatou Diop', phone: fiction(15), role: SUPPORT, seen: 0 },
  { id: 16, username: 'hugo.besson', name: 'Hugo Besson', phone: fiction(16), role: SUPPORT, seen: 6 },
  { id: 17, username: 'chloe.garcia', name: 'Chloé Garcia', phone: fiction(17), role: SUPPORT, seen: 3 },
  { id: 18, username: 'mathieu.roy', name: 'Mathieu Roy', phone: fiction(18), role: SUPPORT, seen: 1 },
  { id: 19, username: 'ines.dacosta', name: 'Inês da Costa', role: SUPPORT, seen: 8 },
  { id: 20, username: 'olivier.noel', name: 'Olivier Noël', phone: fiction(20), role: SUPPORT, seen: 2 },
  { id: 21, username: 'zoe.lindqvist', name: 'Zoë Lindqvist', phone: fiction(21), role: SUPPORT, seen: 15 },
  { id: 22, username: 'paul.girard', name: 'Paul Girard', role: SUPPORT, seen: 120, left: true },
  { id: 23, username: 'lucie.bernard', name: 'Lucie Bernard', phone: fiction(23), role: SUPPORT },
  { id: 24, username: 'samir.haddad', name: 'Samir Haddad', phone: fiction(24), role: SUPPORT, seen: 1 },
]
