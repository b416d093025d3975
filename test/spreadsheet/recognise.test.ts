import { describe, expect, test } from 'bun:test'
import * as client from '../../src/client/client.ts'
import * as company from '../../src/company/company.ts'
import * as contract from '../../src/contract/contract.ts'
import * as event from '../../src/event/event.ts'
import type { Column } from '../../src/field/column.ts'
import type { Field, Fields } from '../../src/field/field.ts'
import type { Importable } from '../../src/spreadsheet/known-headings.ts'
import { type RecogniseOptions, recognise, recogniseSheet } from '../../src/spreadsheet/recognise.ts'
import { data } from '../../src/terminal/output/data.ts'
import * as user from '../../src/user/user.ts'
import { en, fr, refusalOf, sheetOf } from './files.ts'

const nouns = { client, company, contract, event, user } as const

/** What can be imported of a noun: its fields, without secrets. */
const optionsOf = (noun: Importable, o: Partial<RecogniseOptions> = {}): RecogniseOptions => {
  const { fields, cardColumns } = { cardColumns: user.columns, ...nouns[noun] } as {
    fields: Fields
    cardColumns: readonly Column[]
  }
  const usable: Field[] = Object.values(fields).filter(({ kind }) => kind !== 'secret')
  return { noun, fields: usable, exported: cardColumns, ...o }
}

/** Each field with the headings that make it. */
function found(
  noun: Importable,
  headings: readonly string[],
  o: Partial<RecogniseOptions> = {},
): Record<string, string> {
  const { columns, passedOver } = recognise(headings, optionsOf(noun, o))
  return {
    ...Object.fromEntries(columns.map(({ field, headings }) => [field.column, headings.join('+')])),
    passedOver: passedOver.join(),
  }
}

describe('headings', () => {
  // Each line is a real export, with what of it is passed over.
  test.each([
    [
      'HubSpot',
      'client',
      'Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date,Associated Company,Contact owner',
      'full_name=First Name+Last Name email=Email phone=Phone Number first_contact_date=Create Date company_id=Associated Company',
      'Record ID,Lead Status,Contact owner',
    ],
    [
      'HubSpot with the property of the company',
      'client',
      'First Name,Last Name,Email,Phone Number,Company name,Associated Company,Last Contacted,Last Activity Date',
      'full_name=First Name+Last Name email=Email phone=Phone Number company_id=Company name last_contact_date=Last Contacted',
      'Associated Company,Last Activity Date',
    ],
    [
      'Odoo',
      'client',
      'External ID,Name,Company Name,Phone,Email,Tags,Is a Company',
      'full_name=Name company_id=Company Name phone=Phone email=Email',
      'External ID,Tags,Is a Company',
    ],
    [
      'Odoo in French',
      'client',
      'Nom,Société liée,Téléphone,E-mail,Étiquettes,Vendeur',
      'full_name=Nom company_id=Société liée phone=Téléphone email=E-mail',
      'Étiquettes,Vendeur',
    ],
    [
      'Outlook',
      'client',
      'First Name,Middle Name,Last Name,Company,Mobile Phone,E-mail Address',
      'full_name=First Name+Middle Name+Last Name company_id=Company phone=Mobile Phone email=E-mail Address',
      '',
    ],
    [
      'Outlook in French',
      'client',
      'Prénom,Nom,Société,Tél. mobile,Adresse de messagerie',
      'full_name=Prénom+Nom company_id=Société phone=Tél. mobile email=Adresse de messagerie',
      '',
    ],
    [
      'Outlook in French, newer',
      'client',
      'Prénom,Deuxième prénom,Nom,Société,Téléphone (bureau),Adresse de courrier',
      'full_name=Prénom+Deuxième prénom+Nom company_id=Société phone=Téléphone (bureau) email=Adresse de courrier',
      '',
    ],
    [
      'Google Contacts',
      'client',
      'First Name,Middle Name,Last Name,Organization Name,E-mail 1 - Value,Phone 1 - Value,Labels',
      'full_name=First Name+Middle Name+Last Name company_id=Organization Name email=E-mail 1 - Value phone=Phone 1 - Value',
      'Labels',
    ],
    [
      'by hand',
      'client',
      'NOM COMPLET,e mail,TÉL.,Date du premier contact,Date du dernier contact',
      'full_name=NOM COMPLET email=e mail phone=TÉL. first_contact_date=Date du premier contact last_contact_date=Date du dernier contact',
      '',
    ],
    ['by hand, the name last', 'client', 'Nom,Prénom,Courriel', 'full_name=Nom+Prénom email=Courriel', ''],
    [
      'our labels',
      'client',
      'Full name,Email,Phone,Company,First contact,Last contact,Salesperson',
      'full_name=Full name email=Email phone=Phone company_id=Company first_contact_date=First contact last_contact_date=Last contact',
      'Salesperson',
    ],
    [
      'companies of HubSpot',
      'company',
      'Record ID,Company name,Street Address,City,Postal Code,Country/Region,Create Date',
      'name=Company name billing_address=Street Address+City+Postal Code+Country/Region',
      'Record ID,Create Date',
    ],
    [
      'companies of Odoo',
      'company',
      'Name,Street,Street2,Zip,City,Country,Tax ID',
      'name=Name billing_address=Street+Street2+Zip+City+Country vat_number=Tax ID',
      '',
    ],
    [
      'companies by hand',
      'company',
      'Raison sociale,Adresse,CP,Ville,N° TVA',
      'name=Raison sociale billing_address=Adresse+CP+Ville vat_number=N° TVA',
      '',
    ],
    [
      'contracts by hand',
      'contract',
      'Client,Montant (€),Reste à payer,Signé,Soldé',
      'client_id=Client total_amount=Montant (€) remaining_amount=Reste à payer is_signed=Signé is_fully_paid=Soldé',
      '',
    ],
    [
      'a calendar of Outlook',
      'event',
      'Subject,Start Date,Start Time,End Date,End Time,Location,Description',
      'title=Subject start_date=Start Date+Start Time end_date=End Date+End Time full_address=Location notes=Description',
      '',
    ],
    [
      'events by hand',
      'event',
      'N° contrat,Événement,Lieu,Début,Fin,Nombre de participants,Notes',
      'contract_id=N° contrat title=Événement full_address=Lieu start_date=Début end_date=Fin participant_count=Nombre de participants notes=Notes',
      '',
    ],
    [
      'users',
      'user',
      'Identifiant,Prénom,Nom,E-mail,Tél,Rôle',
      'username=Identifiant full_name=Prénom+Nom email=E-mail phone=Tél role_id=Rôle',
      '',
    ],
  ] as const)('%s', (_, noun, headings, fields, passedOver) => {
    const expected = fields.match(/\w+=.*?(?=\s\w+=|$)/g)?.map((pair) => pair.split('=')) ?? []
    expect(found(noun, headings.split(','))).toEqual({
      ...Object.fromEntries(expected.map(([key, name = '']) => [key, name.trim()])),
      passedOver,
    })
  })

  test.each(Object.keys(nouns) as Importable[])('our own export of %s: every key is a field or passed over', (noun) => {
    const { exported, fields } = optionsOf(noun)
    const keys = data(exported).map(({ key }) => key)
    const { passedOver = '', ...columns } = found(noun, keys)
    const writable = keys.filter((key) => fields.some(({ column }) => column === key))
    expect(Object.keys(columns).toSorted()).toEqual(writable.toSorted())
    expect(passedOver.split(',').toSorted()).toEqual(keys.filter((key) => !writable.includes(key)).toSorted())
    // The same with the headings that people read, in both languages: there the id of a reference says so, and its name has the label.
    for (const [t, id] of [
      [en, '(id)'],
      [fr, '(n°)'],
    ] as const) {
      const shown = exported.flatMap(({ kind, label }) =>
        kind === 'reference' ? [`${label(t)} ${id}`, label(t)] : [label(t)],
      )
      const { passedOver: over = '', ...found1 } = found(noun, shown)
      expect(Object.keys(found1).toSorted()).toEqual(writable.toSorted())
      if (writable.includes('company_id'))
        expect([found1['company_id'], over.split(',')]).toEqual([
          expect.stringContaining(id),
          expect.arrayContaining([t.client.label.company_id]),
        ])
    }
  })

  test('a name of our own export makes the reference where the id is not exported', () => {
    expect(found('client', ['email', 'company_name', 'commercial_name'])).toEqual({
      email: 'email',
      company_id: 'company_name',
      passedOver: 'commercial_name',
    })
  })
})

describe('several columns of one field', () => {
  const joined = (noun: Importable, headings: readonly string[], cells: readonly string[]) =>
    recognise(headings, optionsOf(noun)).columns.map(({ text }) => text(cells))

  test('are joined in the order of the language, without what is empty', () => {
    const headings = ['Nom', 'Prénom', 'Deuxième prénom']
    expect(joined('client', headings, ['Œuvré', ' Zoé ', ''])).toEqual(['Zoé Œuvré'])
    expect(joined('client', headings, ['', 'Zoé', 'Anne'])).toEqual(['Zoé Anne'])
    expect(joined('client', headings, ['', '', ''])).toEqual([''])
    const address = ['Ville', 'Adresse', 'Pays', 'Code postal']
    expect(joined('company', address, ['Paris', '1 rue A', 'France', '75001'])).toEqual([
      '1 rue A, 75001 Paris, France',
    ])
    expect(joined('company', address, ['Paris', '', '', ''])).toEqual(['Paris'])
  })

  test('a single column is left as it is', () => {
    expect(joined('client', ['Nom'], [' Zoé '])).toEqual([' Zoé '])
  })

  test('are an error where they are no parts of it, which names both and what to add', async () => {
    const work = () => recognise(['Email', 'Courriel', 'Phone'], optionsOf('client'))
    expect(await refusalOf(work)).toBe(
      '2: The columns "Email" and "Courriel" mean the same field, email. Keep one: ignore the others, as in --ignore Courriel, or give them another field with --map.',
    )
    expect(await refusalOf(work, fr)).toContain('« Courriel » désignent le même champ, email')
    expect(found('client', ['Email', 'Courriel'], { ignore: ['courriel'] })).toEqual({ email: 'Email', passedOver: '' })
    expect(await refusalOf(() => recognise(['Name', 'First Name', 'Last Name'], optionsOf('client')))).toContain(
      '"Name", "First Name" and "Last Name"',
    )
  })
})

describe('--map and --ignore', () => {
  test('a column is mapped by key, label or another known word, whatever its case and accents', () => {
    for (const target of ['full_name', 'full-name', 'Nom complet', 'FULL NAME'])
      expect(found('client', ['Vollständiger Name'], { map: [`vollstandiger name=${target}`] })).toEqual({
        full_name: 'Vollständiger Name',
        passedOver: '',
      })
    expect(
      found('client', ['Vorname', 'Nachname'], { map: ['Vorname=First name', 'Nachname=Nom de famille'] }),
    ).toEqual({ full_name: 'Vorname+Nachname', passedOver: '' })
    // An equals sign may stand in the heading.
    expect(found('client', ['a=b'], { map: ['a=b=email'] })).toEqual({ email: 'a=b', passedOver: '' })
    expect(found('client', ['Tags', 'Email'], { map: ['Tags=phone'] })).toEqual({
      phone: 'Tags',
      email: 'Email',
      passedOver: '',
    })
  })

  test('every unknown column is named at once, each with what to add', async () => {
    const work = () => recognise(['Email', 'Budget (€)', "L'avis", 'full nam'], optionsOf('client'))
    expect((await refusalOf(work)).split('\n')).toEqual([
      '2: The columns of this file have 3 problems:',
      "Unknown column \"Budget (€)\": add --map 'Budget (€)=FIELD' or --ignore 'Budget (€)'",
      'Unknown column "L\'avis": add --map "L\'avis=FIELD" or --ignore "L\'avis"',
      "Unknown column \"full nam\": add --map 'full nam=full_name' or --ignore 'full nam'",
      'FIELD is one of: full_name, email, phone, company_id, first_contact_date, last_contact_date',
      "To ignore all of them: --ignore 'Budget (€)' --ignore \"L'avis\" --ignore 'full nam'",
    ])
    expect(await refusalOf(() => recognise(['Email', 'Ville'], optionsOf('client')), fr)).toBe(
      "2: Colonne inconnue «\u00a0Ville\u00a0»\u00a0: ajoutez --map Ville=CHAMP ou --ignore Ville\nCHAMP est l'un de\u00a0: full_name, email, phone, company_id, first_contact_date, last_contact_date",
    )
    expect(found('client', ['Email', 'Budget (€)'], { ignore: ['budget'] })).toEqual({ email: 'Email', passedOver: '' })
  })

  test.each([
    [{ map: ['Emial=email'] }, '--map: the file has no column "Emial". Did you mean "Email"?'],
    [{ ignore: ['Phnoe'] }, '--ignore: the file has no column "Phnoe". Did you mean "Phone"?'],
    [{ map: ['Phone=emial'] }, '--map: "emial" is no field that can be imported. Did you mean --map Phone=email?'],
    [{ map: ['Phone=version'] }, '--map: "version" is no field that can be imported. Fields: full_name, email'],
    [{ map: ['Phone'] }, '--map: "Phone" names no field. Write it like'],
    [{ map: ['=email'] }, '--map: "=email" names no field.'],
  ])('%j → 2', async (o, sentence) => {
    const work = () => recognise(['Email', 'Phone'], optionsOf('client', o))
    expect(await refusalOf(work)).toContain(sentence)
    expect(await refusalOf(work, fr)).toStartWith('2: --')
  })
})

test('columns without a value are no problem, and those with one are', async () => {
  const headings = 'First Name,Last Name,Business Phone,Mobile Phone,E-mail Address,Home Fax,Birthday'
  const sheet = await sheetOf(`${headings}\nZoe,B,,+33639980101,z@x.fr,,\n`)
  const { columns } = await recogniseSheet(sheet, optionsOf('client'))
  expect(columns.map(({ headings }) => headings.join('+'))).toEqual([
    'First Name+Last Name',
    'Mobile Phone',
    'E-mail Address',
  ])
  const full = await sheetOf(`${headings}\nZoe,B,0639980101,+33639980101,z@x.fr,,1/1/2000\n`)
  const refusal = await refusalOf(() => recogniseSheet(full, optionsOf('client')))
  expect(refusal).toContain('"Business Phone" and "Mobile Phone" mean the same field, phone')
  expect(refusal).toContain('Unknown column "Birthday"')
  expect(refusal).not.toContain('Home Fax')
  const noRows = await sheetOf(`${headings}\n`)
  expect(await refusalOf(() => recogniseSheet(noRows, optionsOf('client')))).toContain('Unknown column "Home Fax"')
})
