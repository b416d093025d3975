/** The contracts of the sample agency. The commercial of each is the one of its client. Amounts are in euros. */

export interface SampleContract {
  readonly id: number
  readonly client: number
  readonly total: string
  readonly remaining: string
  readonly signed: boolean
  /** Days since the contract was created. */
  readonly age: number
}

export const contracts: readonly SampleContract[] = [
  signed(1, 2, '6400.00', '3200.00', 58), // It has no event yet: the steps of the README create one.
  signed(2, 3, '8950.50', '4475.25', 140),
  signed(3, 1, '14200.00', '0.00', 200),
  draft(4, 4, '3100.00', 44),
  signed(5, 6, '27500.00', '9500.00', 320),
  signed(6, 6, '12800.00', '12800.00', 61),
  signed(7, 5, '4990.00', '1490.00', 90),
  signed(8, 7, '18750.00', '6250.00', 70),
  draft(9, 9, '2350.00', 29),
  signed(10, 9, '7600.00', '0.00', 190),
  signed(11, 11, '5480.90', '0.00', 130),
  signed(12, 12, '3999.99', '1999.99', 300),
  draft(13, 12, '4200.00', 3),
  signed(14, 13, '9120.00', '2280.00', 410),
  signed(15, 13, '6840.00', '0.00', 180),
  signed(16, 14, '21000.00', '10500.00', 95),
  signed(17, 14, '1850.00', '0.00', 260),
  draft(18, 15, '36000.00', 17),
  signed(19, 15, '42750.00', '14250.00', 210),
  signed(20, 16, '15600.00', '15600.00', 40),
  signed(21, 17, '5300.00', '0.00', 390),
  draft(22, 17, '5900.00', 2),
  signed(23, 17, '2480.00', '620.00', 75),
  signed(24, 19, '11300.00', '5650.00', 55),
  signed(25, 20, '4100.00', '4100.00', 500),
  signed(26, 21, '3650.00', '0.00', 350),
  draft(27, 21, '2900.00', 110),
  signed(28, 23, '7250.00', '0.00', 100),
  signed(29, 25, '9990.00', '2990.00', 150),
  signed(30, 26, '8300.00', '8300.00', 240),
  draft(31, 26, '12500.00', 83),
  signed(32, 28, '6100.00', '0.00', 220),
  signed(33, 28, '13400.00', '3350.00', 65),
  signed(34, 24, '19800.00', '0.00', 50),
  signed(35, 22, '4750.00', '2375.00', 25),
  draft(36, 27, '3300.00', 1),
  signed(37, 10, '2600.00', '0.00', 52),
  signed(38, 5, '1200.00', '0.00', 280),
  draft(39, 29, '1950.00', 8),
  draft(40, 19, '24600.00', 12),
]

function signed(id: number, client: number, total: string, remaining: string, age: number): SampleContract {
  return { id, client, total, remaining, signed: true, age }
}

function draft(id: number, client: number, total: string, age: number): SampleContract {
  return { id, client, total, remaining: total, signed: false, age }
}
