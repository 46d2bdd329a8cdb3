/** Katib on the database of the environment. */
export { databaseWithParameters, katibDatabaseObjects, katibDatabaseTransforms } from "./database";
export { suggestionSettings, suggestionTransforms } from "./suggestions";
