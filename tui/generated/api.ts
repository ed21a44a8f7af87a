// Made from api/openapi.json by `npm run generate`. Not edited by hand.
export interface paths {
    "/api/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new API key, for Basic e-mail and password, both percent-encoded first */
        get: operations["getLogin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The account of the caller */
        get: operations["getUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/api_keys/regenerate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new API key; all others of the account end */
        post: operations["postApiKeysRegenerate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an account. Asks for the operator token, as Bearer */
        post: operations["postAccounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Apps of the caller, by name */
        get: operations["getApps"];
        put?: never;
        /** Create an app */
        post: operations["postApps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/apps/{app}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One app */
        get: operations["getAppsApp"];
        put?: never;
        post?: never;
        /** Destroy an app, its repositories and all that runs of it */
        delete: operations["deleteAppsApp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/apps/{app}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is wanted and what runs */
        get: operations["getAppsAppStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/apps/{app}/scale": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change number and size of replicas; answers when they run */
        put: operations["putAppsAppScale"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/apps/{app}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replace every replica; answers when the new ones run */
        put: operations["putAppsAppRestart"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/apps/{app}/configs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Environment variables */
        get: operations["getAppsAppConfigs"];
        put?: never;
        /** Set environment variables; answers when replicas have them */
        post: operations["postAppsAppConfigs"];
        /** Unset environment variables; answers when replicas are without them */
        delete: operations["deleteAppsAppConfigs"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/apps/{app}/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Releases, newest first */
        get: operations["getAppsAppReleases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/apps/{app}/releases/{version}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new release of the slug and values of an older one; answers when it runs */
        post: operations["postAppsAppReleasesVersionRollback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/apps/{app}/deploys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Attempts to change what runs, newest first */
        get: operations["getAppsAppDeploys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/apps/{app}/deploys/{deploy}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One deploy */
        get: operations["getAppsAppDeploysDeploy"];
        put?: never;
        post?: never;
        /** Cancel a deploy in progress; answers when the verdict is durable */
        delete: operations["deleteAppsAppDeploysDeploy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/apps/{app}/deploys/{deploy}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a deploy prints, as server-sent events `line`; the event `end` carries the deploy */
        get: operations["getAppsAppDeploysDeployEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/apps/{app}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Log lines, oldest first: as text, or with cursors when application/x-ndjson is accepted */
        get: operations["getAppsAppLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/apps/{app}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to an app */
        get: operations["getAppsAppActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to the apps of the caller */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server answers and its database does */
        get: operations["getHealthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenapiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Error: {
            /** @description Messages by field; the empty name for the rest */
            errors: {
                [key: string]: string[];
            };
            /** @description Stable: a row of docs/errors.md */
            code: string;
            /** @description The next thing to type or change */
            hint?: string;
            at?: {
                file: string;
                line: number;
                column: number;
            };
            data?: {
                [key: string]: string | number | boolean;
            };
            /** @description Output that explains the failure */
            last_lines?: string[];
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
    getLogin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            email: string;
                            /** @description An API key. Shown this once */
                            key: string;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            email: string;
                            /** @description Always STANDARD: nothing is limited by it */
                            tier: string;
                            credit_cents: number;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postApiKeysRegenerate: {
        parameters: {
            query: {
                current_password: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            email: string;
                            /** @description An API key. Shown this once */
                            key: string;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    /** @description At least 8 characters. Absent: the account signs in by key alone */
                    password?: string;
                    /** @description True: an account that is there gets one more key (and this password), and the answer is 200 */
                    existing_ok?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            email: string;
                            /** @description An API key. Shown this once */
                            key: string;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getApps: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            unique_name: string;
                            id: string;
                            /** @description Of a web replica: 1.0 asks for 1 GB of memory */
                            size: number;
                            /** @description Wanted web replicas */
                            replicas: number;
                            stack: string;
                            cloud: string;
                            region: string;
                            /** @description Newest release; 0 before the first */
                            version: number;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            created_at: string;
                            urls: string[];
                            /** @description In lists: why the rest of this app could not be read; its numbers are then 0 */
                            problem?: string;
                        }[];
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postApps: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Absent: two words are chosen */
                    unique_name?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            unique_name: string;
                            id: string;
                            /** @description Of a web replica: 1.0 asks for 1 GB of memory */
                            size: number;
                            /** @description Wanted web replicas */
                            replicas: number;
                            stack: string;
                            cloud: string;
                            region: string;
                            /** @description Newest release; 0 before the first */
                            version: number;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            created_at: string;
                            urls: string[];
                            /** @description In lists: why the rest of this app could not be read; its numbers are then 0 */
                            problem?: string;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAppsApp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            unique_name: string;
                            id: string;
                            /** @description Of a web replica: 1.0 asks for 1 GB of memory */
                            size: number;
                            /** @description Wanted web replicas */
                            replicas: number;
                            stack: string;
                            cloud: string;
                            region: string;
                            /** @description Newest release; 0 before the first */
                            version: number;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            created_at: string;
                            urls: string[];
                            /** @description In lists: why the rest of this app could not be read; its numbers are then 0 */
                            problem?: string;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteAppsApp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            unique_name: string;
                            id: string;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAppsAppStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            unique_name: string;
                            cloud: string;
                            region: string;
                            stack: string;
                            size: number;
                            replicas_desired: number;
                            replicas_running: number;
                            /** @description Replicas of web */
                            pods: {
                                name: string;
                                version: string;
                                sha: string;
                                /** @description Healthy, Starting, Stopping or Crashed */
                                status: string;
                                lastState: {
                                    [key: string]: unknown;
                                };
                            }[];
                            urls: string[];
                            wanted_version: number;
                            /** @description Absent: nothing runs */
                            running_version?: number;
                            pending_deploy?: {
                                id: string;
                                kind: string;
                                state: string;
                                summary: string;
                                /** @description E-mail */
                                by: string;
                                /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                                created_at: string;
                            };
                            processes: {
                                [key: string]: {
                                    /** @description Wanted */
                                    replicas: number;
                                    /** @description Healthy now */
                                    running: number;
                                    size: number;
                                    command?: string;
                                };
                            };
                            /** @description Of every process type */
                            replicas: {
                                name: string;
                                process: string;
                                version: number;
                                /** @description starting, healthy, stopping or crashed */
                                state: string;
                                size: number;
                                /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                                started_at: string;
                                restarts: number;
                                last_exit?: string;
                            }[];
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    putAppsAppScale: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    replicas?: number;
                    size?: number;
                    /** @description By process type. `replicas` and `size` beside it mean web */
                    processes?: {
                        [key: string]: {
                            replicas?: number;
                            size?: number;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            unique_name: string;
                            replicas: number;
                            size: number;
                            processes: {
                                [key: string]: {
                                    replicas: number;
                                    size: number;
                                };
                            };
                        };
                        /** @description What became of the change */
                        change: {
                            /** @description accepted: recorded, not rolled out (avoid_restart) */
                            kind: "live" | "accepted" | "unchanged";
                            version: number;
                            deploy?: string;
                            commit?: string;
                            summary?: string;
                            timings?: {
                                step: string;
                                ms: number;
                            }[];
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    putAppsAppRestart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            unique_name: string;
                            version: number;
                        };
                        /** @description What became of the change */
                        change: {
                            /** @description accepted: recorded, not rolled out (avoid_restart) */
                            kind: "live" | "accepted" | "unchanged";
                            version: number;
                            deploy?: string;
                            commit?: string;
                            summary?: string;
                            timings?: {
                                step: string;
                                ms: number;
                            }[];
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAppsAppConfigs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Name to value */
                        data: {
                            [key: string]: string;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postAppsAppConfigs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name to value */
                    configs?: {
                        [key: string]: string;
                    };
                    /** @description One variable, as clients before 1.0 send it */
                    key?: string;
                    value?: string;
                    /** @description True: accepted, not rolled out */
                    avoid_restart?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Name to value */
                        data: {
                            [key: string]: string;
                        };
                        /** @description What became of the change */
                        change: {
                            /** @description accepted: recorded, not rolled out (avoid_restart) */
                            kind: "live" | "accepted" | "unchanged";
                            version: number;
                            deploy?: string;
                            commit?: string;
                            summary?: string;
                            timings?: {
                                step: string;
                                ms: number;
                            }[];
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteAppsAppConfigs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    key?: string;
                    keys?: string[];
                    /** @description True: accepted, not rolled out */
                    avoid_restart?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Name to value */
                        data: {
                            [key: string]: string;
                        };
                        /** @description What became of the change */
                        change: {
                            /** @description accepted: recorded, not rolled out (avoid_restart) */
                            kind: "live" | "accepted" | "unchanged";
                            version: number;
                            deploy?: string;
                            commit?: string;
                            summary?: string;
                            timings?: {
                                step: string;
                                ms: number;
                            }[];
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAppsAppReleases: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            version: string;
                            /** @description Source commit */
                            sha: string;
                            summary: string;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            created_at: string;
                            /** @description Config commit */
                            commit: string;
                            by: {
                                name: string;
                                email: string;
                            };
                        }[];
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postAppsAppReleasesVersionRollback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
                /** @description A release number, as 5 or v5 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            unique_name: string;
                            /** @description Of the new release */
                            version: number;
                        };
                        /** @description What became of the change */
                        change: {
                            /** @description accepted: recorded, not rolled out (avoid_restart) */
                            kind: "live" | "accepted" | "unchanged";
                            version: number;
                            deploy?: string;
                            commit?: string;
                            summary?: string;
                            timings?: {
                                step: string;
                                ms: number;
                            }[];
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAppsAppDeploys: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            id: string;
                            /** @description push, env, scale, restart or rollback */
                            kind: string;
                            /** @description waiting, building, rolling, undoing; ended: live, failed, cancelled, undecided */
                            state: string;
                            by: {
                                name: string;
                                email: string;
                            };
                            summary: string;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            created_at: string;
                            source?: string;
                            commit?: string;
                            version?: number;
                            reason?: string;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            finished_at?: string;
                        }[];
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAppsAppDeploysDeploy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
                /** @description The deploy's id */
                deploy: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            id: string;
                            /** @description push, env, scale, restart or rollback */
                            kind: string;
                            /** @description waiting, building, rolling, undoing; ended: live, failed, cancelled, undecided */
                            state: string;
                            by: {
                                name: string;
                                email: string;
                            };
                            summary: string;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            created_at: string;
                            source?: string;
                            commit?: string;
                            version?: number;
                            reason?: string;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            finished_at?: string;
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteAppsAppDeploysDeploy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
                /** @description The deploy's id */
                deploy: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            id: string;
                            /** @enum {string} */
                            state: "cancelled";
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAppsAppDeploysDeployEvents: {
        parameters: {
            query?: {
                /** @description Sequence number of the last line seen; Last-Event-ID means the same */
                after?: number;
            };
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
                /** @description The deploy's id */
                deploy: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAppsAppLogs: {
        parameters: {
            query?: {
                /** @description Last lines to begin with. Default: 100 */
                num_lines?: number;
                /** @description True or False, in any case. Default: true, as clients of 2017 expect */
                follow?: boolean;
                /** @description A process type or a replica: web, web.1 */
                process?: string;
                /** @description Cursor of the last line seen */
                after?: string;
            };
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/x-ndjson": string;
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAppsAppActivity: {
        parameters: {
            query?: {
                /** @description Events after this sequence number, oldest first. Absent: as a list the newest first, as a stream new ones only */
                after?: number;
                /** @description Of a list. Default: 100 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The app's name */
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            sequence: number;
                            /** @description app-created, deploy-live, replica-crashed, ... */
                            kind: string;
                            /** @description The app's name */
                            app: string;
                            app_id: string;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            at: string;
                            /** @description E-mail */
                            by?: string;
                            deploy?: string;
                            data?: {
                                [key: string]: string | number | boolean;
                            };
                        }[];
                    };
                    "text/event-stream": string;
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getEvents: {
        parameters: {
            query?: {
                /** @description Events after this sequence number, oldest first. Absent: as a list the newest first, as a stream new ones only */
                after?: number;
                /** @description Of a list. Default: 100 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            sequence: number;
                            /** @description app-created, deploy-live, replica-crashed, ... */
                            kind: string;
                            /** @description The app's name */
                            app: string;
                            app_id: string;
                            /** @description UTC, as 2017-04-12T17:43:28.000+00:00 */
                            at: string;
                            /** @description E-mail */
                            by?: string;
                            deploy?: string;
                            data?: {
                                [key: string]: string | number | boolean;
                            };
                        }[];
                    };
                    "text/event-stream": string;
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getHealthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @enum {string} */
                            status: "ok";
                        };
                    };
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getOpenapiJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description What happened, and what to do next */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What happened, and what to do next */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
