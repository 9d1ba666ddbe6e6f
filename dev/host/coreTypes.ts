/**
 * The contract between the Functions worker and `@azure/functions`. The package of types that the library itself
 * uses (`@azure/functions-core`) is not published, so the parts that this host needs are written down here.
 */

/** A value on its way between host and worker; the key that is present decides what it is. */
export type RpcTypedData = {
  string?: string;
  json?: string;
  bytes?: Uint8Array;
  int?: number;
  double?: number;
  http?: RpcHttpRequest | RpcHttpResponse;
};

export type RpcHttpRequest = {
  method: string;
  url: string;
  nullableHeaders: Record<string, { value: string }>;
  nullableParams: Record<string, { value: string }>;
  nullableQuery: Record<string, { value: string }>;
  body?: RpcTypedData;
};

export type RpcCookie = {
  name: string;
  value: string;
  domain?: { value: string };
  path?: { value: string };
  expires?: { value: { seconds: number } };
  maxAge?: { value: number };
  secure?: { value: boolean };
  httpOnly?: { value: boolean };
  sameSite?: 'lax' | 'strict' | 'explicitNone' | 'none';
};

export type RpcHttpResponse = {
  statusCode: string;
  headers: Record<string, string>;
  cookies: RpcCookie[];
  body?: RpcTypedData | null;
};

export type Binding = { type: string; name: string; direction: string; [option: string]: unknown };

export type FunctionMetadata = { name: string; bindings: Record<string, Binding>; retryOptions?: unknown };

export type FunctionCallback = (...inputs: unknown[]) => unknown;

export type HookCallback = (context: Record<string, unknown>) => unknown;

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

export type CoreInvocationContext = {
  invocationId: string;
  metadata: FunctionMetadata;
  state: 'preInvocationHooks' | 'postInvocationHooks' | undefined;
  request: {
    invocationId: string;
    functionId: string;
    inputData: { name: string; data: RpcTypedData }[];
    triggerMetadata: Record<string, RpcTypedData>;
    traceContext: Record<string, string>;
  };
  log(level: LogLevel, category: string, message: string): void;
};

export type InvocationResponse = {
  returnValue?: RpcTypedData | null;
  outputData: { name: string; data: RpcTypedData }[];
};

export type InvocationModel = {
  getArguments(): Promise<{ context: object; inputs: unknown[] }>;
  invokeFunction(context: object, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: object, result: unknown): Promise<InvocationResponse>;
};

export type ProgrammingModel = {
  name: string;
  version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel;
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
};
