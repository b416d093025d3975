/** À propos d'un tableur qui est lu. */
const quoted = (text: string) => `« ${text} »`
const deFile = (file: string | undefined) => (file === undefined ? 'du fichier' : `de ${file}`)
const lineOf = (file: string | undefined, line: string) =>
  file === undefined ? `Ligne ${line}` : `${file}, ligne ${line}`

export const spreadsheet = {
  empty: ({ file = 'Le fichier' }) => `${file} n'a pas d'en-têtes : sa première ligne doit nommer les colonnes.`,
  emptySheet: ({ file, sheet, others }) =>
    `La première feuille ${deFile(file)}, ${quoted(sheet)}, est vide, et ${others ? 'seule cette feuille est lue : mettez-y le tableau' : "il n'y en a pas d'autre"}.`,
  unreadable: ({ path, reason }) =>
    reason === 'ENOENT'
      ? `Le fichier ${path} n'existe pas.`
      : reason === 'EISDIR'
        ? `${path} est un dossier.`
        : `Impossible de lire ${path} (${reason}).`,
  notText: ({ file = 'Ce fichier' }) =>
    `${file} n'est ni du CSV ni un classeur Excel. Enregistrez-le en CSV ou en .xlsx.`,
  oldExcel: ({ file = 'Ce fichier' }) =>
    `${file} est un classeur d'Excel 97-2003, ou protégé par un mot de passe. Enregistrez-le en .xlsx sans mot de passe, ou en CSV.`,
  notWorkbook: ({ file = 'Ce fichier' }) =>
    `${file} est une archive, mais pas un classeur Excel. Enregistrez-le en .xlsx ou en CSV.`,
  openDocument: ({ file = 'Ce fichier' }) => `${file} est une feuille OpenDocument. Enregistrez-la en .xlsx ou en CSV.`,
  binaryWorkbook: ({ file = 'Ce fichier' }) =>
    `${file} est un classeur Excel binaire (.xlsb). Enregistrez-le en .xlsx ou en CSV.`,
  brokenWorkbook: ({ file = 'Ce fichier' }) =>
    `${file} est un classeur Excel abîmé. Ouvrez-le dans Excel et enregistrez-le de nouveau.`,
  hugeWorkbook: ({ file = 'Ce fichier', max }) =>
    `${file} est un classeur Excel qui dépasse ${max} Mo une fois décompressé. Enregistrez la feuille en CSV.`,
  mixture: ({ file = 'Le fichier', line }) =>
    `${file} commence en UTF-8, mais la ligne ${line} est dans un autre encodage. Enregistrez-le de nouveau en UTF-8.`,
  unclosed: ({ file, line }) =>
    `La ligne ${line}${file === undefined ? '' : ` ${deFile(file)}`} a un guillemet qui n'est pas refermé, ou du texte derrière le guillemet fermant. Dans un texte entre guillemets, écrivez "" pour chacun.`,
  tooManyCells: ({ cells, headings }) =>
    `Cette ligne a ${cells} cellules, mais il n'y a que ${headings} en-têtes. Mettez entre guillemets une valeur qui contient le séparateur.`,
  noHeading: ({ column }) => `Il y a une valeur dans la colonne ${column}, qui n'a pas d'en-tête.`,
  formulaError: ({ received }) =>
    `${received} est l'erreur d'une formule. Corrigez-la dans le tableur, ou videz la cellule.`,
  unknown: ({ column, map, ignore }) => `Colonne inconnue ${quoted(column)} : ajoutez ${map} ou ${ignore}`,
  field: 'CHAMP',
  fieldsAre: ({ fields }) => `CHAMP est l'un de : ${fields}`,
  ignoreAll: ({ options }) => `Pour les ignorer toutes : ${options}`,
  inQuotes: quoted,
  twice: ({ field, columns, ignore }) =>
    `Les colonnes ${columns} désignent le même champ, ${field}. Gardez-en une : ignorez les autres, par exemple avec ${ignore}, ou donnez-leur un autre champ avec --map.`,
  noColumn: ({ file = 'le fichier', option, column, near }) =>
    `--${option} : ${file} n'a pas de colonne ${quoted(column)}.${near === undefined ? '' : ` Vouliez-vous dire ${quoted(near)} ?`}`,
  noTarget: ({ received }) =>
    `--map : ${quoted(received)} ne nomme aucun champ. Écrivez par exemple --map 'Nom complet=full_name'`,
  noField: ({ target, fields, map }) =>
    `--map : ${quoted(target)} n'est pas un champ qui s'importe. ${map === undefined ? `Champs : ${fields}` : `Vouliez-vous dire ${map} ?`}`,
  severalProblems: ({ file = 'ce fichier', count }) => `Les colonnes de ${file} posent ${count} problèmes :`,
  monthFirst: ({ file, line, received }) =>
    `${lineOf(file, line)} : ${quoted(received)} a le mois en premier. Écrivez les dates comme 30/09/2026 ou 2026-09-30. Pour ne rejeter que ces lignes, ajoutez --date-order dmy`,
  dateOrder: ({ file, line, received }) =>
    `${lineOf(file, line)} : ${quoted(received)} peut avoir le jour ou le mois en premier. Si c'est le jour, ajoutez --date-order dmy ; sinon écrivez les dates comme 2026-09-30.`,
  notDate: ({ received }) =>
    `${quoted(received)} n'est pas une date. Écrivez-la comme 30/09/2026 10:23 ou 2026-09-30T10:23.`,
  notIso: ({ received }) =>
    `${quoted(received)} n'est pas une date ISO comme 2026-09-30T10:23, que demande --date-order iso.`,
  rounded: ({ received }) =>
    `${quoted(received)} a été arrondi par un tableur. Mettez-y la colonne au format texte et enregistrez de nouveau le fichier.`,
} satisfies typeof import('../en/spreadsheet.ts').spreadsheet
