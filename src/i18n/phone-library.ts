/** The library of phone numbers as a module of its own, which the build loads by itself and not with the words of the program. */
export { parsePhoneNumberFromString } from 'libphonenumber-js/min'
