using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Wire;
using ConversationGrid.Security.Tests.Access;
using ConversationGrid.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Security.Tests.Sessions;

/// <summary>What a company's server says of its customer, and everything that is wrong with it.</summary>
public sealed class AssertionTests : IDisposable
{
    private const string FirstSecret = "the-first-secret-of-thirty-two-characters";
    private const string OldSecret = "an-old-identity-secret";

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA _rsa = RSA.Create(2_048);
    private readonly IAccessStore _store;
    private readonly Seals _seals = new(new(new byte[32]));

    public AssertionTests() => _store = new MemoryAccessStore(_time);

    [Fact]
    public async Task RightAssertion_ProvesItsSubject_WithEachKindOfKey_AndTwoKeysAtATime()
    {
        var workspace = Workspace();
        foreach (var assertion in (string[])[
            new Assertion("u-1").Hmac(FirstSecret), new Assertion("u-1").Header("kid", "second").With(_curve),
            new Assertion("u-1").Header("kid", "third").With(_rsa)])
        {
            var (customer, wrong) = await OpenAsync(workspace, assertion: assertion);
            Assert.Null(wrong);
            Assert.Equal(("u-1", "assertion"), (customer!.ExternalId, Assert.Single(customer.Proof.Methods)));
        }
        // Name and e-mail are taken from what is signed.
        var named = await OpenAsync(workspace, assertion: new Assertion("u-1").Claim("name", "Nur").Claim("email", "nur@example.test").Hmac(FirstSecret));
        Assert.Equal(("Nur", "nur@example.test"), (named.Customer!.Name, named.Customer.Email));
    }

    public static TheoryData<string> Wrongs => [.. WrongOnes.Keys];

    private static Dictionary<string, Func<AssertionTests, string>> WrongOnes { get; } = new()
    {
        ["another key"] = _ => new Assertion("u-1").Hmac("another-secret-of-thirty-two-characters!!"),
        ["the old secret under a key's id"] = _ => new Assertion("u-1").Hmac(OldSecret),
        ["no signature"] = _ => new Assertion("u-1").Signed(_ => []),
        ["alg none"] = _ => new Assertion("u-1").Header("alg", "none").Signed(_ => []),
        ["a public key as a secret"] = t => new Assertion("u-1").Header("kid", "second").Hmac(t._curve.ExportSubjectPublicKeyInfoPem()),
        ["a curve under an RSA key's id"] = t => new Assertion("u-1").Header("kid", "third").With(t._curve),
        ["another algorithm of the same key"] = _ => new Assertion("u-1").Header("alg", "HS512")
        .Signed(words => HMACSHA512.HashData(Encoding.UTF8.GetBytes(FirstSecret), words)),
        ["a key of its own"] = _ => new Assertion("u-1").Header("jwk", new JsonObject { ["kty"] = "oct", ["k"] = "YWJj" }).Hmac("abc"),
        ["no key id"] = _ => new Assertion("u-1").Header("kid", null).Hmac(FirstSecret),
        ["an unknown key id"] = _ => new Assertion("u-1").Header("kid", "fourth").Hmac(FirstSecret),
        ["another workspace"] = _ => new Assertion("u-1", "other").Hmac(FirstSecret),
        ["no audience"] = _ => new Assertion("u-1").Claim("aud", null).Hmac(FirstSecret),
        ["no subject"] = _ => new Assertion("u-1").Claim("sub", null).Hmac(FirstSecret),
        ["an empty subject"] = _ => new Assertion("").Hmac(FirstSecret),
        ["a very long subject"] = _ => new Assertion(new string('x', 501)).Hmac(FirstSecret),
        ["no end"] = _ => new Assertion("u-1").Claim("exp", null).Hmac(FirstSecret),
        ["over"] = _ => new Assertion("u-1").Claim("iat", Assertion.Now - 600).Claim("exp", Assertion.Now - 120).Hmac(FirstSecret),
        ["held for too long"] = _ => new Assertion("u-1").Claim("exp", Assertion.Now + 3_600).Hmac(FirstSecret),
        ["from the future"] = _ => new Assertion("u-1").Claim("iat", Assertion.Now + 300).Claim("exp", Assertion.Now + 600).Hmac(FirstSecret),
        ["no time"] = _ => new Assertion("u-1").Claim("iat", null).Hmac(FirstSecret),
        ["no nonce"] = _ => new Assertion("u-1").Claim("jti", null).Hmac(FirstSecret),
        ["a short nonce"] = _ => new Assertion("u-1").Claim("jti", "1").Hmac(FirstSecret),
        ["another issuer"] = _ => new Assertion("u-1").Claim("iss", "https://elsewhere.test").Hmac(FirstSecret),
        ["not yet"] = _ => new Assertion("u-1").Claim("aud", new JsonArray("a", "b")).Hmac(FirstSecret),
        ["no token"] = _ => "garbage",
        ["two dots"] = _ => "a.b.c",
        ["very long"] = _ => new Assertion(new string('x', 9_000)).Hmac(FirstSecret),
    };

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task WrongAssertion_IsRefused_AndNeverIgnored(string how)
    {
        var workspace = Workspace(issuer: how == "another issuer" ? "https://shop.test" : null);
        var (customer, wrong) = await OpenAsync(workspace, assertion: WrongOnes[how](this));
        Assert.Null(customer);
        Assert.Equal("unauthenticated", wrong?.Code);
    }

    [Fact]
    public async Task Assertion_CountsOnce_AndUntilItsEnd()
    {
        var workspace = Workspace();
        var assertion = new Assertion("u-1").Hmac(FirstSecret);
        var opened = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => OpenAsync(workspace, assertion: assertion)));
        Assert.Single(opened, o => o.Customer is not null);
        var late = new Assertion("u-1").Hmac(FirstSecret);
        _time.Advance(TimeSpan.FromMinutes(7));
        Assert.NotNull((await OpenAsync(workspace, assertion: late)).Wrong);
        Assert.NotNull((await OpenAsync(workspace, assertion: assertion)).Wrong);
    }

    [Fact]
    public async Task HalfOfAProof_OrTwo_AreRefused()
    {
        var workspace = Workspace(until: _time.GetUtcNow().AddDays(1));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(OldSecret), "u-1"u8));
        Assert.Null((await OpenAsync(workspace, externalId: "u-1", signature: signature)).Wrong);
        Assert.NotNull((await OpenAsync(workspace, signature: signature)).Wrong);
        Assert.NotNull((await OpenAsync(workspace, externalId: "u-1")).Wrong);
        Assert.NotNull((await OpenAsync(workspace, externalId: "u-2", signature: signature)).Wrong);
        Assert.NotNull((await OpenAsync(workspace, externalId: "u-2", assertion: new Assertion("u-1").Hmac(FirstSecret))).Wrong);
        Assert.NotNull((await OpenAsync(workspace, externalId: "u-1", signature: signature, assertion: new Assertion("u-1").Hmac(FirstSecret))).Wrong);
        Assert.Equal((null, null), await OpenAsync(workspace));
    }

    [Fact]
    public async Task OldSignature_CountsForItsTime_BesideKeys()
    {
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(OldSecret), "u-1"u8));
        var (forever, never, until) = (Workspace(keys: false), Workspace(), Workspace(until: _time.GetUtcNow().AddDays(1)));
        Assert.Null((await OpenAsync(forever, externalId: "u-1", signature: signature)).Wrong);
        Assert.NotNull((await OpenAsync(never, externalId: "u-1", signature: signature)).Wrong);
        Assert.Null((await OpenAsync(until, externalId: "u-1", signature: signature)).Wrong);
        // The secret signs assertions too, where it counts; the one of the demo is shorter than the hash.
        Assert.Null((await OpenAsync(forever, assertion: new Assertion("u-1").Header("kid", "any").Hmac(OldSecret))).Wrong);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.NotNull((await OpenAsync(until, externalId: "u-1", signature: signature)).Wrong);
    }

    [Fact]
    public async Task ChangedSecret_ChangesNoCustomersId()
    {
        var before = await IdAsync(_seals, Workspace(keys: false));
        // As earlier versions made it, so that nobody is somebody new after an update.
        Assert.Equal(Contracts.ClientKeys.Base32(HMACSHA256.HashData(Encoding.UTF8.GetBytes(OldSecret), "customer\nu-1"u8)), before);
        Assert.Equal(before, await IdAsync(_seals, Workspace(secret: "another-identity-secret")));
        Assert.Equal(before, await IdAsync(_seals, Workspace(secret: null)));
        // The key that seals was changed, and the secret was not: then nothing is lost. Both at once: the operator must say.
        var others = new Seals(new(Enumerable.Repeat((byte)7, 32).ToArray()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => IdAsync(others, Workspace(secret: "another-identity-secret")));
        Assert.Equal(before, await IdAsync(others, Workspace(keys: false)));
        Assert.Equal(before, await IdAsync(others, Workspace(secret: "another-identity-secret")));
    }

    public void Dispose()
    {
        _curve.Dispose();
        _rsa.Dispose();
    }

    private Workspace Workspace(bool keys = true, string? secret = OldSecret, DateTimeOffset? until = null, string? issuer = null) => new("acme", new()
    {
        IdentitySecret = secret, IdentitySecretUntil = until, IdentityIssuer = issuer,
        IdentityKeys = !keys ? [] :
        [
            new() { Id = "first", Secret = FirstSecret }, new() { Id = "second", Algorithm = "ES256", PublicKey = _curve.ExportSubjectPublicKeyInfoPem() },
            new() { Id = "third", Algorithm = "RS256", PublicKey = _rsa.ExportSubjectPublicKeyInfoPem() },
        ],
    }, Domain.Workspaces.Workspace.NoPolicies);

    private async Task<(ProvenCustomer? Customer, Contracts.Refusal? Wrong)> OpenAsync(
        Workspace workspace, string? externalId = null, string? signature = null, string? assertion = null) =>
        await new CustomerDoor(new(_store, _time), Ids(_seals, workspace), _time)
        .ProvenAsync(workspace, new("acme", externalId, signature, null, null, null, assertion), default);

    private Task<string> IdAsync(Seals seals, Workspace workspace) => Ids(seals, workspace).OfExternalIdAsync(workspace, "u-1", default);

    private CustomerIds Ids(Seals seals, Workspace workspace) => new(_store, seals, new WorkspaceDirectory([workspace], new LiveSettings(new MemoryStore())));
}

/// <summary>The same at the host.</summary>
public class AssertedSessionTests(GridInProcess grid) : IClassFixture<GridInProcess>
{
    [Fact]
    public async Task Token_SaysWhenAndHowItsCustomerWasProven_AndDoesNotRenewItself()
    {
        var answer = await grid.Rest.SendAsync("POST", "/api/v1/sessions/customer", null,
            (object)new { workspace = "demo", assertion = new Assertion("u-nur", "demo").Hmac("demo-identity-secret") });
        Assert.Equal(201, answer.Status);
        var claims = JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(answer.Text("token")!.Split('.')[1]));
        Assert.Equal("assertion", claims.GetProperty("amr")[0].GetString());
        Assert.InRange(claims.GetProperty("auth_time").GetInt64(), Assertion.Now - 60, Assertion.Now + 60);
        Assert.True((await grid.CustomerAsync("demo", answer.Text("customerId")!)).Verified);

        var next = await grid.Rest.SendAsync("POST", "/api/v1/sessions/customer", answer.Text("token"), (object)new { workspace = "demo" });
        Assert.NotEqual(answer.Text("customerId"), next.Text("customerId"));
        Assert.DoesNotContain("amr", Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(next.Text("token")!.Split('.')[1])));
    }

    [Fact]
    public async Task WrongAssertion_OpensNoAnonymousSession()
    {
        foreach (var body in (object[])[
            new { workspace = "demo", assertion = "garbage" }, new { workspace = "demo", signature = "garbage" },
            new { workspace = "demo", assertion = new Assertion("u-nur", "other").Hmac("demo-identity-secret") }])
            Assert.Equal((401, "unauthenticated"), await grid.Rest.SendAsync("POST", "/api/v1/sessions/customer", null, body) is var answer
                ? (answer.Status, answer.Code) : default);
        Assert.Empty(grid.Errors);
    }
}
