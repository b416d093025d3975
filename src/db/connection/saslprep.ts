/**
 * SASLprep (RFC 4013) as PostgreSQL applies it to passwords before SCRAM (`pg_saslprep` in its src/common/saslprep.c). The server prepared
 * the password when it was set, so a client that does not is refused for `Noël²` (brianc/node-postgres#3669). postgres.js does not.
 */

/** RFC 3454, table C.1.2: non-ASCII spaces, which become a space. */
const spaces = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g
/** RFC 3454, table B.1: characters that are commonly mapped to nothing. */
const nothing = /\u034f|[\u180b-\u180d]|[\ufe00-\ufe0f]|\u200d|[\u00ad\u1806\u200c\u2060\ufeff]/g

/**
 * What a code point is, from U+0000 on: a letter and how many follow each other (base 36; one, where nothing follows the letter).
 * P: prohibited (RFC 3454, tables C.1.2 to C.9) or unassigned in Unicode 3.2 (A.1); otherwise R: right to left (D.1), L: left to right
 * (D.2), O: neither. The `stringprep` module of Python holds the same tables.
 */
const classes =
  'PwOxLqO6LqO4PyO9LOaLO4LO5LnOLvOL89PLiPsL2mP2L9O2L7OeL2OeL5O9LPhO1sP2OePgOgP4O2P4LP3OP5O2LOL3PLPLkPL18PL12OP9L3nO4PO2L1xPL12P2L2P6Lg' +
  'PxL12P2L7PL13PLOP6OhPOnPO3RORO2ROPbRrP5R5PnOPeRP3RPRqP5RbObPaOdR3OR2tO7PO7R2O7P2OaR5PReP2RORrP3OrP1hR12ObRP9bO2LPL1hP2OL4O8L4OP2LO4' +
  'P3LaO2LdPgOL2PL8P2L2P2LmPL7PLP3L4P2OPL3O4P2L2P2L2OP9LP4L2PL3O2P2LcO2L7P7OP2L6P4L2P2LmPL7PL2PL2PL2P2OPL3O2P4O2P2O3PbL4PLP7LaO2L3PcO2L' +
  'PL7PLPL3PLmPL7PL2PL5P2OL4O5PO2LPL2OP2LPfLP5LaPhOL2PL8P2L2P2LmPL7PL2P2L4P2OL2OLO3P3L2P2L2OP8OLP4L2PL3P4LbPhOLPL6P3L3PL4P3L2PLPL2P3L2' +
  'P3L3P3L8PL3P4L2OL2P3L3PL3OP9LPfLcPeL3PL8PL3PLnPLaPL5P4O3L4PO3PO4P7O2P9L2P4LaPiL2PL8PL3PLnPLaPL5P4LOL5POL2PL2O2P7L2P7LPL2P4LaPiL2PL8P' +
  'L3PLnPLgP4L3O3P2L3PL3OP9LP8L2P4LaPiL2PLiP3LoPL9PLP2L7P3OP4L3O3POPL8PiL3PcL1cOL2O7P4OL7O8LdP11L2PLP2L2PLP2LP6L4PL7PL3PLPLP2L2PL4OL2O6' +
  'PO2LP2L5PLPO6P2LaP2L2PyLoO2LrOLOLO5LaPLyP6OeLO5LO2L4P4O8PO10PL8OL6P2LP1cLyPL5PL2PLO4LOP3O2LOP6LoO2P1yL12PaL15P2LP4L2iP5L1wP5L2aP6L7P' +
  'L1rPLPL4P2L7PLPL4P2L13PLPL4P2LvPLPL4P2L7PLPL4P2L7PL7PLnPLvPLPL4P2L7PL13PLjP6LsPzL2dPcLhiPaLqO2P3L29PfLdPL4O3PbLiO3L2P9LiO2PcLdPL3PO2' +
  'PcL1jO7L8OL2ObL7OLP3LaPmOeP2LaP6L2gP8L15OP11yL4cP4L2iP6LmP2L6P2L12P2L6P2L8PLPLPLPLvP2L1hPL7OLO3L3PL7O3L4P2L6PO3LdO3P2L3PL7O2PhOoP8Oz' +
  'P4OPoOLP2ObLOfPhOiPuOrPlO2LO4LO2LaOLO3L5O6LOLOLOL4OL3OL7OP2L3O5L5O2P7OdL10PcObqL1xOqLO1lP1dO13PpObPlO1oL26OlPO7oP2O2PO2tP2OaP3bO4PO4' +
  'P2OsPOzPOPO4P3OPO7P2O1gP3OoPOePhOsP4OlsPowOqPO2hPcO5yP17O4L3OpL9O7L5O2L5O3PL2eP2O4L3OL2iOL4P5L14P4L2mPL14P1kL19P3L10PdOfLsP3L1eOfLc' +
  'P4L1bPL3bP4L2rP2LvPL52uP22Lg4mP2iLwdP3O1jP1fdL8mcP6l8L8eP2L1nP45L7PcL5P5RORaORdPR5PRPR2PR2PR30PxRa3O2PgR1sP2R1iP14RdP3OgPgO4PcOnP2Oa' +
  'POjPO4P4R5PR3rP4OwLqO6LqObL2hP3L6P2L6P2L6P2L3P3O7PO7PltLvPL4PcLrP51L12P2L12P148iL6uPaL13P3L1pO3L9P8O8L2O7LuO4L1cPf6L2dPL1zPL2P2LP2L2' +
  'P2L4PLcPLPL4PL2PL1tPL4P2L8PL7PLsPL4PL5PLP3L7PL9eP4L82P4O1eP7wgLwyfPg15Lf2Pjp42'

/**
 * A password as SCRAM takes it.
 *
 * @param password as set
 * @returns the prepared password; the password itself where preparing it is refused, as libpq and the server do
 */
export function saslprep(password: string): string {
  if (/^[\x00-\x7f]*$/.test(password)) return password
  const mapped = password.replace(spaces, ' ').replace(nothing, '')
  const found = Array.from(mapped, (character) => classOf(character.codePointAt(0) ?? 0))
  if (found.length === 0 || found.includes('P')) return password
  // RFC 3454 §6: text that runs right to left holds nothing that runs left to right, and begins and ends with its own letters.
  if (found.includes('R') && (found.includes('L') || found[0] !== 'R' || found.at(-1) !== 'R')) return password
  // PostgreSQL judges the text before it is normalised, so this does too.
  return mapped.normalize('NFKC')
}

let runs: readonly { readonly end: number; readonly letter: string }[] | undefined

function classOf(codePoint: number): string | undefined {
  if (!runs) {
    let end = 0
    runs = Array.from(classes.matchAll(/([A-Z])([0-9a-z]*)/g), ([, letter = '', count]) => {
      end += count ? Number.parseInt(count, 36) : 1
      return { end, letter }
    })
  }
  return runs.find(({ end }) => codePoint < end)?.letter
}
