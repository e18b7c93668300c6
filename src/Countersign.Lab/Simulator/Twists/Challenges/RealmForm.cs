using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Twists.Challenges;

/// <summary>Writes the realm as nobody should.</summary>
internal sealed class RealmForm : RefusalTwist
{
    public override string Name => "realm-form";

    public override SimulatorGroup Group => SimulatorGroup.Challenge;

    public override string Story => "Writes the realm as nobody should; it is a quoted string (RFC 9110 §11.5).";

    protected override ImmutableArray<TwistRow> Rows { get; } =
    [
        Row(new("unquoted", "It has no quotes.", "challenge/realm-unquoted"), realm => $"realm={Word(realm)}"),
        Row(new("single-quoted", "It stands in single quotes, which are letters like others.", "challenge/realm-unquoted"), realm => $"realm='{Word(realm)}'"),
        Row(new("unquoted-words", "It has two words and no quotes: the value ends at the space.", "challenge/unquoted-value"), realm => $"realm={Word(realm)} Staging"),
        Row(new("inner-quotes", "There are quotes within it that no backslash stands before (RFC 9110 §5.6.4); nginx writes it so.", "challenge/unescaped-quote"), realm => $"realm=\"The \"{realm}\" area\""),
        Row(new("missing", "There is none; Basic and Digest require it (RFC 7617 §2, RFC 7616 §3.3).", "basic/realm-missing"), _ => "\0"),
        Row(new("empty", "It is empty.", "challenge/realm-empty"), _ => "realm=\"\""),
        Row(new("latin-1", "It has letters beyond ASCII, as ISO 8859-1: no rule says which they are (RFC 9110 §5.5).", "challenge/non-ascii"), _ => "realm=\"Pr\u00fcfstand\""),
        Row(new("utf-8", "It has letters beyond ASCII, as UTF-8: no rule says which they are (RFC 9110 §5.5).", "challenge/non-ascii"), _ => $"realm=\"{ChallengeText.Octets("Pr\u00fcfstand")}\""),
        Row(new("backslash", "It has a backslash that is meant as itself, and read as none (RFC 9110 §5.6.4).", "challenge/swallowed-backslash"), realm => $"realm=\"CORP\\{Word(realm)}\""),
        Row(new("path", "It shows a path of the server's files.", "challenge/realm-leaks"), _ => "realm=\"/var/www/intern\""),
        Row(new("address", "It shows an address of the inner network.", "challenge/realm-leaks"), _ => "realm=\"10.1.2.3\""),
        Row(new("product", "It shows which program answers, and its version.", "challenge/realm-leaks"), _ => "realm=\"SimulatedServer/2.1.7\""),
    ];

    private static TwistRow Row(TwistValue value, Func<string, string> write) => new(value, (answer, _) =>
    {
        ChallengeText.RewriteRealm(answer, write);

        // What is taken out takes its comma along.
        ChallengeText.Rewrite(answer, line => line.Replace("\0, ", "", StringComparison.Ordinal).Replace(" \0", "", StringComparison.Ordinal));
    });

    private static string Word(string realm) => string.Concat(realm.Where(char.IsAsciiLetterOrDigit)) is { Length: > 0 } word ? word : "Simulator";
}
