using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Credentials;

internal static class CredentialsChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new Placeholder(),
        new Empty(),
        new MissingScheme(),
        new SchemeMark(),
        new DoubledScheme(),
        new MisspeltScheme(),
        new AsParameter(),
        new Quoted(),
        new DoubledEncoding(),
        new InnerWhitespace(),
        new BasicMalformed(),
        new Syntax(),
        new SeveralPlaces(),
        new BoundAsBearer(),
        new DpopProofMissing(),
        new SchemeNotOffered(),
        new DigestIncomplete(),
        new DigestMismatch(),
        new DigestUri(),
        new DigestNc(),
        new DigestQop(),
        new DigestQuoting(),
        new BasicNotUtf8(),
        new TrailingWhitespace(),
        new BasicColons(),
        new DigestNextnonceIgnored(),
    ];
}
