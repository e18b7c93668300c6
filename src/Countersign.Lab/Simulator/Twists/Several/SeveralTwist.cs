using System.Collections.Immutable;
using Countersign.Lab.Simulator.Twists.Challenges;

namespace Countersign.Lab.Simulator.Twists.Several;

/// <summary>Arranges several challenges in one answer.</summary>
internal sealed class SeveralTwist : RefusalTwist
{
    private const string Unknown = "Simulated realm=\"Nobody knows me\"";

    public override string Name => "several";

    public override SimulatorGroup Group => SimulatorGroup.SeveralChallenges;

    public override string Story => "Arranges several challenges, or adds some: one may follow another on its line or have its own (RFC 9110 §11.6.1).";

    protected override ImmutableArray<TwistRow> Rows { get; } =
    [
        Row(new("one-line", "All stand on one line, which is allowed and misread by many.", "challenge/several-on-a-line", "challenge/basic-beside-stronger") { At = "/sim/401/digest,basic" }, lines => [string.Join(", ", lines)]),
        Row(new("unknown-first", "A scheme that nobody knows stands first, on its own line (RFC 9110 §11.3, note).", "challenge/unknown-first", "challenge/unregistered-scheme"), lines => [Unknown, .. lines]),
        Row(new("unknown-first-on-line", "A scheme that nobody knows stands first on the same line.", "challenge/unknown-first", "challenge/unregistered-scheme"), lines => [string.Join(", ", [Unknown, .. lines])]),
        Row(new("unknown-last", "A scheme that nobody knows stands last, where clients pass it over.", "challenge/unregistered-scheme"), lines => [.. lines, Unknown]),
        Row(new("two-realms", "Basic is offered for two protection spaces, which is allowed (RFC 9110 §11.5)."), lines => [.. lines, "Basic realm=\"Elsewhere\", charset=\"UTF-8\""]),
        Row(new("twice", "Every challenge stands twice, as where a proxy and the server behind it both add one.", "challenge/repeated"), lines => [.. lines, .. lines]),
        Row(new("reversed", "The weakest stands first; for Digest the strongest has to (RFC 7616 §3.7).", "digest/md5-first") { At = "/sim/401/digest?algorithm=SHA-256,MD5" }, lines => lines.Reverse()),
    ];

    private static TwistRow Row(TwistValue value, Func<IReadOnlyList<string>, IEnumerable<string>> write) => new(value, (answer, _) => ChallengeText.SetLines(answer, write(ChallengeText.Lines(answer))));
}
