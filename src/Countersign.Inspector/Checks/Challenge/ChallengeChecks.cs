using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Challenge;

internal static class ChallengeChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new Missing(),
        new MissingProxy(),
        new WrongField(),
        new Syntax(),
        new MissingComma(),
        new UnquotedValue(),
        new UnescapedQuote(),
        new Token68AndParameters(),
        new ControlCharacter(),
        new RepeatedParameter(),
        new RealmUnquoted(),
        new MisspeltScheme(),
        new SplitOverLines(),
        new SpaceAroundEquals(),
        new EmptyElement(),
        new NonAscii(),
        new SwallowedBackslash(),
        new TooLarge(),
        new Repeated(),
        new ProxyOutside407(),
        new ConnectionBound(),
        new UnregisteredScheme(),
        new UnknownFirst(),
        new SeveralOnALine(),
        new BasicBesideStronger(),
        new RealmEmpty(),
        new RealmLeaks(),
        new Beyond401(),
        new AcceptSignature(),
        new WellFormed(),
    ];
}
