import { expect, test } from 'bun:test'
import { isIPv4 as isRealIPv4, isIPv6 as isRealIPv6 } from 'node:net'
import fc from 'fast-check'
import { isAddress, isIPv4, isIPv6 } from '../../../src/db/connection/address.ts'

const hard = [
  ...[
    '::',
    '::1',
    ':',
    '1::2::3',
    '12345::',
    '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7::',
    '1:2:3:4:5:6:1.2.3.4',
    '::ffff:1.2.3',
    '::01.2.3.4',
  ],
  ...[
    'fe80::1%eth0',
    'fe80::1%',
    '::1%25',
    '::1%a b',
    '::1%a/b',
    '::1%%',
    '::1%é',
    '::1%a:b',
    '::1%:',
    '::1%a_b',
    '::1%~',
    '::1]/x[',
    '[::1]',
    '::1/64',
  ],
  ...[
    '1.2.3.4',
    '01.2.3.4',
    '1.2.3',
    '256.1.1.1',
    '1.2.3.4.',
    '1.2.3.4 ',
    '0x7f.0.0.1',
    '2130706433',
    '１.2.3.4',
    '',
    'localhost',
  ],
]

test('addresses are told from names as node:net tells them', () => {
  const agrees = (text: string) => {
    expect([text, isIPv4(text), isIPv6(text)]).toEqual([text, isRealIPv4(text), isRealIPv6(text)])
    expect(isAddress(text)).toBe(isRealIPv4(text) || isRealIPv6(text))
  }
  hard.forEach(agrees)
  fc.assert(
    fc.property(
      fc.oneof(fc.ipV4(), fc.ipV4Extended(), fc.ipV6(), fc.domain(), fc.stringMatching(/^[\da-f:.%]{1,20}$/)),
      agrees,
    ),
  )
})
