// Made from api/openapi.json by `npm run generate`. Not edited by hand.
export interface paths {
    readonly "/api/login": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A new API key, for Basic e-mail and password, both percent-encoded first */
        readonly get: operations["getLogin"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/users": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The account of the caller */
        readonly get: operations["getUsers"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/api_keys/regenerate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A new API key; all others of the account end */
        readonly post: operations["postApiKeysRegenerate"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/accounts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Make an account. Asks for the operator token, as Bearer */
        readonly post: operations["postAccounts"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/apps": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Apps of the caller, by name */
        readonly get: operations["getApps"];
        readonly put?: never;
        /** Create an app */
        readonly post: operations["postApps"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/apps/{app}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One app */
        readonly get: operations["getAppsApp"];
        readonly put?: never;
        readonly post?: never;
        /** Destroy an app, its repositories and all that runs of it */
        readonly delete: operations["deleteAppsApp"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/apps/{app}/status": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What is wanted and what runs */
        readonly get: operations["getAppsAppStatus"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/apps/{app}/scale": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Change number and size of replicas; answers when they run */
        readonly put: operations["putAppsAppScale"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/apps/{app}/restart": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Replace every replica; answers when the new ones run */
        readonly put: operations["putAppsAppRestart"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/apps/{app}/configs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Environment variables */
        readonly get: operations["getAppsAppConfigs"];
        readonly put?: never;
        /** Set environment variables; answers when replicas have them */
        readonly post: operations["postAppsAppConfigs"];
        /** Unset environment variables; answers when replicas are without them */
        readonly delete: operations["deleteAppsAppConfigs"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/apps/{app}/releases": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Releases, newest first */
        readonly get: operations["getAppsAppReleases"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/apps/{app}/releases/{version}/rollback": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Make a new release of the slug and values of an older one; answers when it runs */
        readonly post: operations["postAppsAppReleasesVersionRollback"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/apps/{app}/deploys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Attempts to change what runs, newest first */
        readonly get: operations["getAppsAppDeploys"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/apps/{app}/deploys/{deploy}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One deploy */
        readonly get: operations["getAppsAppDeploysDeploy"];
        readonly put?: never;
        readonly post?: never;
        /** Cancel a deploy in progress; answers when the verdict is durable */
        readonly delete: operations["deleteAppsAppDeploysDeploy"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/apps/{app}/deploys/{deploy}/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What a deploy prints, as server-sent events `line`; the event `end` carries the deploy */
        readonly get: operations["getAppsAppDeploysDeployEvents"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/apps/{app}/logs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Log lines, oldest first: as text, or with cursors when application/x-ndjson is accepted */
        readonly get: operations["getAppsAppLogs"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/apps/{app}/activity": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What happened to an app */
        readonly get: operations["getAppsAppActivity"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What happened to the apps of the caller */
        readonly get: operations["getEvents"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/healthz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether the server answers and its database does */
        readonly get: operations["getHealthz"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** This document */
        readonly get: operations["getOpenapiJson"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly Error: {
            /** @description Messages by field; the empty name for the rest */
            readonly errors: {
                readonly [key: string]: readonly string[];
            };
            /** @description Stable: a row of docs/errors.md */
            readonly code: string;
            /** @description The next thing to type or change */
            readonly hint?: string;
            readonly at?: {
                readonly file: string;
                readonly line: number;
                readonly column: number;
            };
            readonly data?: {
                readonly [key: string]: string | number | boolean;
            };
            /** @description Output that explains the failure */
            readonly last_lines?: readonly string[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly getLogin: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: {
                            readonly email: string;
                            /** @description An API key. Shown this once */
                            readonly key: string;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly getUsers: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: {
                            readonly email: string;
                            /** @description Always STANDARD: nothing is limited by it */
                            readonly tier: string;
                            readonly credit_cents: number;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly postApiKeysRegenerate: {
        readonly parameters: {
            readonly query: {
                readonly current_password: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: {
                            readonly email: string;
                            /** @description An API key. Shown this once */
                            readonly key: string;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly postAccounts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly email: string;
                    /** @description At least 8 characters. Absent: the account signs in by key alone */
                    readonly password?: string;
                    /** @description True: an account that is there gets one more key (and this password), and the answer is 200 */
                    readonly existing_ok?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: {
                            readonly email: string;
                            /** @description An API key. Shown this once */
                            readonly key: string;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly getApps: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: readonly {
                            readonly unique_name: string;
                            readonly id: string;
                            /** @description Of a web replica: 1.0 asks for 1 GB of memory */
                            readonly size: number;
                            /** @description Wanted web replicas */
                            readonly replicas: number;
                            readonly stack: string;
                            readonly cloud: string;
                            readonly region: string;
                            /** @description Newest release; 0 before the first */
                            readonly version: number;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            readonly created_at: string;
                            readonly urls: readonly string[];
                        }[];
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly postApps: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description Absent: two words are chosen */
                    readonly unique_name?: string;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: {
                            readonly unique_name: string;
                            readonly id: string;
                            /** @description Of a web replica: 1.0 asks for 1 GB of memory */
                            readonly size: number;
                            /** @description Wanted web replicas */
                            readonly replicas: number;
                            readonly stack: string;
                            readonly cloud: string;
                            readonly region: string;
                            /** @description Newest release; 0 before the first */
                            readonly version: number;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            readonly created_at: string;
                            readonly urls: readonly string[];
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly getAppsApp: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: {
                            readonly unique_name: string;
                            readonly id: string;
                            /** @description Of a web replica: 1.0 asks for 1 GB of memory */
                            readonly size: number;
                            /** @description Wanted web replicas */
                            readonly replicas: number;
                            readonly stack: string;
                            readonly cloud: string;
                            readonly region: string;
                            /** @description Newest release; 0 before the first */
                            readonly version: number;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            readonly created_at: string;
                            readonly urls: readonly string[];
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly deleteAppsApp: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: {
                            readonly unique_name: string;
                            readonly id: string;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly getAppsAppStatus: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: {
                            readonly unique_name: string;
                            readonly cloud: string;
                            readonly region: string;
                            readonly stack: string;
                            readonly size: number;
                            readonly replicas_desired: number;
                            readonly replicas_running: number;
                            /** @description Replicas of web */
                            readonly pods: readonly {
                                readonly name: string;
                                readonly version: string;
                                readonly sha: string;
                                /** @description Healthy, Starting, Stopping or Crashed */
                                readonly status: string;
                                readonly lastState: {
                                    readonly [key: string]: unknown;
                                };
                            }[];
                            readonly urls: readonly string[];
                            readonly wanted_version: number;
                            /** @description Absent: nothing runs */
                            readonly running_version?: number;
                            readonly pending_deploy?: {
                                readonly id: string;
                                readonly kind: string;
                                readonly state: string;
                                readonly summary: string;
                                /** @description E-mail */
                                readonly by: string;
                                /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                                readonly created_at: string;
                            };
                            readonly processes: {
                                readonly [key: string]: {
                                    /** @description Wanted */
                                    readonly replicas: number;
                                    /** @description Healthy now */
                                    readonly running: number;
                                    readonly size: number;
                                    readonly command?: string;
                                };
                            };
                            /** @description Of every process type */
                            readonly replicas: readonly {
                                readonly name: string;
                                readonly process: string;
                                readonly version: number;
                                /** @description starting, healthy, stopping or crashed */
                                readonly state: string;
                                readonly size: number;
                                /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                                readonly started_at: string;
                                readonly restarts: number;
                                readonly last_exit?: string;
                            }[];
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly putAppsAppScale: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly replicas?: number;
                    readonly size?: number;
                    /** @description By process type. `replicas` and `size` beside it mean web */
                    readonly processes?: {
                        readonly [key: string]: {
                            readonly replicas?: number;
                            readonly size?: number;
                        };
                    };
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: {
                            readonly unique_name: string;
                            readonly replicas: number;
                            readonly size: number;
                            readonly processes: {
                                readonly [key: string]: {
                                    readonly replicas: number;
                                    readonly size: number;
                                };
                            };
                        };
                        /** @description What became of the change */
                        readonly change: {
                            /** @description accepted: recorded, not rolled out (avoid_restart) */
                            readonly kind: "live" | "accepted" | "unchanged";
                            readonly version: number;
                            readonly deploy?: string;
                            readonly commit?: string;
                            readonly summary?: string;
                            readonly timings?: readonly {
                                readonly step: string;
                                readonly ms: number;
                            }[];
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly putAppsAppRestart: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: {
                            readonly unique_name: string;
                            readonly version: number;
                        };
                        /** @description What became of the change */
                        readonly change: {
                            /** @description accepted: recorded, not rolled out (avoid_restart) */
                            readonly kind: "live" | "accepted" | "unchanged";
                            readonly version: number;
                            readonly deploy?: string;
                            readonly commit?: string;
                            readonly summary?: string;
                            readonly timings?: readonly {
                                readonly step: string;
                                readonly ms: number;
                            }[];
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly getAppsAppConfigs: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Name to value */
                        readonly data: {
                            readonly [key: string]: string;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly postAppsAppConfigs: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description Name to value */
                    readonly configs?: {
                        readonly [key: string]: string;
                    };
                    /** @description One variable, as clients before 1.0 send it */
                    readonly key?: string;
                    readonly value?: string;
                    /** @description True: accepted, not rolled out */
                    readonly avoid_restart?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Name to value */
                        readonly data: {
                            readonly [key: string]: string;
                        };
                        /** @description What became of the change */
                        readonly change: {
                            /** @description accepted: recorded, not rolled out (avoid_restart) */
                            readonly kind: "live" | "accepted" | "unchanged";
                            readonly version: number;
                            readonly deploy?: string;
                            readonly commit?: string;
                            readonly summary?: string;
                            readonly timings?: readonly {
                                readonly step: string;
                                readonly ms: number;
                            }[];
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly deleteAppsAppConfigs: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly key?: string;
                    readonly keys?: readonly string[];
                    /** @description True: accepted, not rolled out */
                    readonly avoid_restart?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Name to value */
                        readonly data: {
                            readonly [key: string]: string;
                        };
                        /** @description What became of the change */
                        readonly change: {
                            /** @description accepted: recorded, not rolled out (avoid_restart) */
                            readonly kind: "live" | "accepted" | "unchanged";
                            readonly version: number;
                            readonly deploy?: string;
                            readonly commit?: string;
                            readonly summary?: string;
                            readonly timings?: readonly {
                                readonly step: string;
                                readonly ms: number;
                            }[];
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly getAppsAppReleases: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: readonly {
                            readonly version: string;
                            /** @description Source commit */
                            readonly sha: string;
                            readonly summary: string;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            readonly created_at: string;
                            /** @description Config commit */
                            readonly commit: string;
                            readonly by: {
                                readonly name: string;
                                readonly email: string;
                            };
                        }[];
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly postAppsAppReleasesVersionRollback: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
                /** @description A release number, as 5 or v5 */
                readonly version: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: {
                            readonly unique_name: string;
                            /** @description Of the new release */
                            readonly version: number;
                        };
                        /** @description What became of the change */
                        readonly change: {
                            /** @description accepted: recorded, not rolled out (avoid_restart) */
                            readonly kind: "live" | "accepted" | "unchanged";
                            readonly version: number;
                            readonly deploy?: string;
                            readonly commit?: string;
                            readonly summary?: string;
                            readonly timings?: readonly {
                                readonly step: string;
                                readonly ms: number;
                            }[];
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly getAppsAppDeploys: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: readonly {
                            readonly id: string;
                            /** @description push, env, scale, restart or rollback */
                            readonly kind: string;
                            /** @description waiting, building, rolling, undoing; ended: live, failed, cancelled, undecided */
                            readonly state: string;
                            readonly by: {
                                readonly name: string;
                                readonly email: string;
                            };
                            readonly summary: string;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            readonly created_at: string;
                            readonly source?: string;
                            readonly commit?: string;
                            readonly version?: number;
                            readonly reason?: string;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            readonly finished_at?: string;
                        }[];
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly getAppsAppDeploysDeploy: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
                /** @description The deploy's id */
                readonly deploy: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: {
                            readonly id: string;
                            /** @description push, env, scale, restart or rollback */
                            readonly kind: string;
                            /** @description waiting, building, rolling, undoing; ended: live, failed, cancelled, undecided */
                            readonly state: string;
                            readonly by: {
                                readonly name: string;
                                readonly email: string;
                            };
                            readonly summary: string;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            readonly created_at: string;
                            readonly source?: string;
                            readonly commit?: string;
                            readonly version?: number;
                            readonly reason?: string;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            readonly finished_at?: string;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly deleteAppsAppDeploysDeploy: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
                /** @description The deploy's id */
                readonly deploy: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: {
                            readonly id: string;
                            /** @enum {string} */
                            readonly state: "cancelled";
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly getAppsAppDeploysDeployEvents: {
        readonly parameters: {
            readonly query?: {
                /** @description Sequence number of the last line seen; Last-Event-ID means the same */
                readonly after?: number;
            };
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
                /** @description The deploy's id */
                readonly deploy: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": string;
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly getAppsAppLogs: {
        readonly parameters: {
            readonly query?: {
                /** @description Last lines to begin with. Default: 100 */
                readonly num_lines?: number;
                /** @description True or False, in any case. Default: true, as clients of 2017 expect */
                readonly follow?: boolean;
                /** @description A process type or a replica: web, web.1 */
                readonly process?: string;
                /** @description Cursor of the last line seen */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": string;
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly getAppsAppActivity: {
        readonly parameters: {
            readonly query?: {
                /** @description Events after this sequence number, oldest first. Absent: as a list the newest first, as a stream new ones only */
                readonly after?: number;
                /** @description Of a list. Default: 100 */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path: {
                /** @description The app's name */
                readonly app: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: readonly {
                            readonly sequence: number;
                            /** @description app-created, deploy-live, replica-crashed, ... */
                            readonly kind: string;
                            /** @description The app's name */
                            readonly app: string;
                            readonly app_id: string;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            readonly at: string;
                            /** @description E-mail */
                            readonly by?: string;
                            readonly deploy?: string;
                            readonly data?: {
                                readonly [key: string]: string | number | boolean;
                            };
                        }[];
                    };
                    readonly "text/event-stream": string;
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly getEvents: {
        readonly parameters: {
            readonly query?: {
                /** @description Events after this sequence number, oldest first. Absent: as a list the newest first, as a stream new ones only */
                readonly after?: number;
                /** @description Of a list. Default: 100 */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: readonly {
                            readonly sequence: number;
                            /** @description app-created, deploy-live, replica-crashed, ... */
                            readonly kind: string;
                            /** @description The app's name */
                            readonly app: string;
                            readonly app_id: string;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            readonly at: string;
                            /** @description E-mail */
                            readonly by?: string;
                            readonly deploy?: string;
                            readonly data?: {
                                readonly [key: string]: string | number | boolean;
                            };
                        }[];
                    };
                    readonly "text/event-stream": string;
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly getHealthz: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: {
                            /** @enum {string} */
                            readonly status: "ok";
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readonly getOpenapiJson: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": Record<string, never>;
                };
            };
            /** @description What happened, and what to do next */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
