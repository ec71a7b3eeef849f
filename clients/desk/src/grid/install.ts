import { rest, type Live } from "./live";

export type Install = {
  readonly workspace: string;
  readonly company?: string | null;
  readonly origins: readonly string[];
  readonly hostOrigins: readonly string[];
  readonly seenOn?: string | null;
  readonly takesSignatures: boolean;
  readonly showsSecret: boolean;
  readonly keys: readonly { readonly id: string; readonly algorithm: string }[];
};

export type SiteAnswer = {
  readonly error?: string | null;
  readonly origin: string;
  readonly allowed: boolean;
  readonly found: boolean;
  readonly workspace?: string | null;
  readonly blocked: readonly string[];
};

export type Proof = { readonly isRight: boolean; readonly why?: string | null; readonly externalId?: string | null };
export type StepId = "queue" | "people" | "articles" | "site" | "hours";
export type Checklist = { readonly items: readonly { readonly id: StepId; readonly isDone: boolean }[]; readonly isDone: boolean };

const base = "/api/v1/install";

/** What an administrator needs to put the widget on a site. */
export const installOf = ({ session: { token } }: Live) => ({
  read: () => rest.get<Install>(base, token),
  check: (url: string) => rest.post<SiteAnswer>(`${base}/check`, { url }, token),
  prove: (proof: Readonly<Record<string, string>>) => rest.post<Proof>(`${base}/proof`, proof, token),
  secret: async () => (await rest.post<{ readonly secret: string }>(`${base}/secret`, {}, token)).secret,
  checklist: () => rest.get<Checklist>("/api/v1/checklist", token),
});

/** Code of a company's server that signs the id of its customer; the secret is read from the server's environment. */
export const signing = (workspace: string): Readonly<Record<string, string>> => ({
  "C#": `// An assertion (package System.IdentityModel.Tokens.Jwt or Microsoft.IdentityModel.JsonWebTokens):
var secret = Environment.GetEnvironmentVariable("CARE_IDENTITY_SECRET")!;
var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)) { KeyId = "secret" };
var assertion = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
{
    Audience = "${workspace}", IssuedAt = DateTime.UtcNow, Expires = DateTime.UtcNow.AddMinutes(5),
    Claims = new Dictionary<string, object> { ["sub"] = externalId, ["jti"] = Guid.NewGuid().ToString("N") },
    SigningCredentials = new(key, SecurityAlgorithms.HmacSha256),
});

// Or the older bare signature:
var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(externalId)));`,
  Node: `import { createHmac, randomUUID } from "node:crypto";
const secret = process.env.CARE_IDENTITY_SECRET;
const part = (x) => Buffer.from(JSON.stringify(x)).toString("base64url");
const now = Math.floor(Date.now() / 1000);
const body =
  part({ alg: "HS256", typ: "JWT", kid: "secret" }) + "." +
  part({ sub: externalId, aud: "${workspace}", iat: now, exp: now + 300, jti: randomUUID() });
const assertion = body + "." + createHmac("sha256", secret).update(body).digest("base64url");

// Or the older bare signature:
const signature = createHmac("sha256", secret).update(externalId).digest("hex");`,
  Python: `import base64, hashlib, hmac, json, os, time, uuid
secret = os.environ["CARE_IDENTITY_SECRET"].encode()
part = lambda x: base64.urlsafe_b64encode(x).rstrip(b"=").decode()
now = int(time.time())
body = part(json.dumps({"alg": "HS256", "typ": "JWT", "kid": "secret"}).encode()) + "." + part(json.dumps(
    {"sub": external_id, "aud": "${workspace}", "iat": now, "exp": now + 300, "jti": str(uuid.uuid4())}).encode())
assertion = body + "." + part(hmac.new(secret, body.encode(), hashlib.sha256).digest())

# Or the older bare signature:
signature = hmac.new(secret, external_id.encode(), hashlib.sha256).hexdigest()`,
  PHP: `$secret = getenv('CARE_IDENTITY_SECRET');
$part = fn ($x) => rtrim(strtr(base64_encode($x), '+/', '-_'), '=');
$body = $part(json_encode(['alg' => 'HS256', 'typ' => 'JWT', 'kid' => 'secret'])) . '.' . $part(json_encode(
    ['sub' => $externalId, 'aud' => '${workspace}', 'iat' => time(), 'exp' => time() + 300, 'jti' => bin2hex(random_bytes(16))]));
$assertion = $body . '.' . $part(hash_hmac('sha256', $body, $secret, true));

// Or the older bare signature:
$signature = hash_hmac('sha256', $externalId, $secret);`,
});
