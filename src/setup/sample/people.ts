/** The team of the sample agency. Ids are fixed, because examples in the help and in the README use them. */
import { COMMERCIAL, MANAGEMENT, SUPPORT } from '../../access/catalogue.ts'

export interface SamplePerson {
  readonly id: number
  readonly username: string
  readonly name: string
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

export const people: readonly SamplePerson[] = [
  { id: 1, username: 'manon.lefevre', name: 'Manon Lefèvre', role: MANAGEMENT, seen: 1 },
  { id: 2, username: 'karim.benali', name: 'Karim Benali', role: MANAGEMENT, seen: 3 },
  { id: 3, username: 'sophie.dalembert', name: 'Sophie d’Alembert', role: MANAGEMENT, seen: 12 },
  { id: 4, username: 'claire.fontaine', name: 'Claire Fontaine', role: COMMERCIAL, seen: 1 },
  { id: 5, username: 'bill.boquet', name: 'Bill Boquet', role: COMMERCIAL, seen: 0 },
  { id: 6, username: 'lea.marchand', name: 'Léa Marchand', role: COMMERCIAL, seen: 2 },
  { id: 7, username: 'thomas.riviere', name: 'Thomas Rivière', role: COMMERCIAL, seen: 5 },
  { id: 8, username: 'mai.nguyen', name: 'Nguyễn Thị Mai', role: COMMERCIAL, seen: 1 },
  { id: 9, username: 'antoine.delacroix', name: 'Antoine Delacroix', role: COMMERCIAL, seen: 9 },
  { id: 10, username: 'bernard.petit', name: 'Bernard Petit', role: COMMERCIAL, seen: 74, left: true },
  { id: 11, username: 'julie.perrin', name: 'Julie Perrin', role: COMMERCIAL, seen: 4 },
  { id: 12, username: 'kate.hastroff', name: 'Kate Hastroff', role: SUPPORT, seen: 0 },
  { id: 13, username: 'alienor.rey', name: 'Aliénor Rey', role: SUPPORT, seen: 2 },
  { id: 14, username: 'yann.legall', name: 'Yann Le Gall', role: SUPPORT, seen: 1 },
  { id: 15, username: 'fatou.diop', name: 'Fatou Diop', role: SUPPORT, seen: 0 },
  { id: 16, username: 'hugo.besson', name: 'Hugo Besson', role: SUPPORT, seen: 6 },
  { id: 17, username: 'chloe.garcia', name: 'Chloé Garcia', role: SUPPORT, seen: 3 },
  { id: 18, username: 'mathieu.roy', name: 'Mathieu Roy', role: SUPPORT, seen: 1 },
  { id: 19, username: 'ines.dacosta', name: 'Inês da Costa', role: SUPPORT, seen: 8 },
  { id: 20, username: 'olivier.noel', name: 'Olivier Noël', role: SUPPORT, seen: 2 },
  { id: 21, username: 'zoe.lindqvist', name: 'Zoë Lindqvist', role: SUPPORT, seen: 15 },
  { id: 22, username: 'paul.girard', name: 'Paul Girard', role: SUPPORT, seen: 120, left: true },
  { id: 23, username: 'lucie.bernard', name: 'Lucie Bernard', role: SUPPORT },
  { id: 24, username: 'samir.haddad', name: 'Samir Haddad', role: SUPPORT, seen: 1 },
]
