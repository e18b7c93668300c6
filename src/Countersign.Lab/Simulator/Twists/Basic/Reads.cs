using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Twists.Basic;

/// <summary>Reads Basic credentials otherwise than RFC 7617 §2 says. Conformant is to read UTF-8, to take what is none for ISO 8859-1, and to end the name at the first colon.</summary>
internal sealed class Reads : Twist
{
    private const string LastColon = "last-colon";
    private const string Latin1 = "latin-1";
    private const string Utf8Only = "utf-8";

    public override string Name => "reads";

    public override SimulatorGroup Group => SimulatorGroup.Basic;

    public override string Story => "Reads the name and the password of Basic credentials otherwise than they were sent.";

    public override ImmutableArray<TwistValue> Values =>
    [
        new(Latin1, "As ISO 8859-1 alone, which nothing can say: letters beyond ASCII that come as UTF-8 are wrong (RFC 7617 §2.1). Together with charset=none it is what old servers do.")
        {
            At = "/sim/401/basic?user=J%C3%BCrgen", Authorization = LoginParameters.BasicOf("J\u00fcrgen:secret"),
        },
        new(Utf8Only, "As UTF-8 alone, as its challenge says: what is none is refused (RFC 7617 §2.1).", "credentials/basic-not-utf8")
        {
            At = "/sim/401/basic?user=J%C3%BCrgen", Authorization = "Basic SvxyZ2VuOnNlY3JldA==",
        },
        new(LastColon, "With the name up to the last colon: names may have colons then, which RFC 7617 §2 forbids, and passwords can't.", "credentials/basic-colons")
        {
            At = "/sim/401/basic?password=se%3Acret", Authorization = LoginParameters.BasicOf("anna:se:cret"),
        },
    ];

    /// <summary>The user of an address, known as this twist has it read.</summary>
    public static OneUser UserOf(SimulatedRequest request, string name, string password) => new(name, password) { SplitsAtLastColon = request.Query("reads") == LastColon };

    public override bool Refuses(Judged judged, string value) => value switch
    {
        Latin1 => OctetsOf(judged) is { } octets && !Ascii.IsValid(octets) && Utf8.IsValid(octets),
        Utf8Only => OctetsOf(judged) is { } octets && !Utf8.IsValid(octets),
        _ => false,
    };

    private static byte[]? OctetsOf(Judged judged) => judged.Decision.Scheme?.Name == "Basic" ? BasicOctets.Of(judged.Request) : null;
}
