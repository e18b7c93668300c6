using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Countersign.Decisions;
using Countersign.Inspector.Findings;
using Countersign.Schemes.Bearer;
using Countersign.Tokens;
using Countersign.Tokens.Rules;

namespace Countersign.Lab.Simulator.Protection.Tokens;

/// <summary>Bearer with one token that the address names: an opaque one, of which its issuer says that it counts.</summary>
internal sealed class OneTokenKind : SchemeKind
{
    public override string Name => "bearer";

    public override string Story => "Bearer with one token.";

    public override ImmutableArray<SimulatorParameter> Parameters => [LoginParameters.Realm];

    public override Refusal Worn => Refusal.BearerTokenRevoked;

    public override IAuthScheme Create(SimulatedRequest request)
    {
        var issuer = new OpaqueIssuer(nameof(Simulator), new Word(request.Route("token")!), new());
        return new BearerScheme(Name, new() { Realm = ValueOf(request, "realm"), AllowCleartext = true }, new OpaqueTokenVerifier(issuer, request.State.Provider, request.State.Clock), request.State.Clock);
    }

    public override string Expected(SimulatedRequest request) => "the token of the path by Bearer";

    public override RequestChange Fix(SimulatedRequest request) => new(RequestChangeKind.SetField, "Authorization", "Bearer $TOKEN");

    private sealed class Word(string good) : ITokenIntrospection
    {
        private static readonly byte[] Said = """{"active":true,"sub":"bearer","exp":253402300799}"""u8.ToArray();

        public ValueTask<IntrospectionReading> AskAsync(string token, IPAddress? client, CancellationToken cancel) =>
            ValueTask.FromResult(CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(good)) && JwtClaimsReader.ReadAnswer(Said, out _) is { } claims
                ? IntrospectionReading.Active(claims)
                : IntrospectionReading.Inactive());
    }
}
