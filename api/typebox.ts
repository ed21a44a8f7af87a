import { type Static, type TObject, type TSchema, Type } from 'typebox';

export { type Static, type TObject, type TSchema, Type };
