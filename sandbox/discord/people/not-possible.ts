/** What a person cannot do, in words for that person. */
export class NotPossible extends Error {}

/** The app did not answer in time. */
export class NotAnswered extends Error {
  constructor() {
    super('This application did not respond');
  }
}
