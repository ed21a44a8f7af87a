import { writeOpenApi } from '../api/index.ts';
import { generateApiTypes } from '../tui/index.ts';

/** `npm run generate`: api/openapi.json from the routes, then the command line's types from it. Tests fail where that changes a file. */
await writeOpenApi();
await generateApiTypes();
