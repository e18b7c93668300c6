using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Twists.Servers;

/// <summary>Answers as other servers do, and as they do when they are set up wrongly.</summary>
internal sealed class ServerTwist : Twist
{
    private const string Emitter = "topology/emitter";

    private static readonly Nginx Nginx = new();
    private static readonly Apache Apache = new();

    private static readonly ImmutableArray<LookAlike> All =
    [
        new(new("nginx", "As nginx does: its page, and a challenge without charset. Nothing is wrong with it.", Emitter), Nginx),
        new(Compared(new("nginx-no-file", "As nginx does whose file of users is not there: it asks strangers for credentials, and answers 403 to all.", Emitter, "topology/user-file-missing")), Nginx) { ToCredentials = 403 },
        new(Compared(new("nginx-bad-file", "As nginx does that can't read its file of users, or a hash in it: it asks strangers for credentials, and answers 500.", Emitter, "topology/user-file-missing", "status/failure-on-credentials")), Nginx) { ToCredentials = 500 },
        new(new("apache", "As Apache does: its page, and a challenge without charset. Nothing is wrong with it.", Emitter), Apache),
        new(Compared(new("apache-no-file", "As Apache does whose AuthUserFile is not there: it asks strangers for credentials, and answers 500 to all.", Emitter, "status/failure-on-credentials")), Apache) { ToCredentials = 500 },
        new(Compared(new("apache-bad-hash", "As Apache does where it does not know the kind of a hash: no password is ever right.", Emitter)), Apache) { ToCredentials = 401 },
        new(Compared(new("apache-no-name", "As Apache does with AuthType and without AuthName: it answers 500 to everybody.")), Apache) { ToAll = 500 },
    ];

    public override string Name => "server";

    public override SimulatorGroup Group => SimulatorGroup.Servers;

    public override string Story => "Writes refusals as other servers do, octet by octet but for the fields of the simulator, and does what they do when they are set up wrongly.";

    public override ImmutableArray<TwistValue> Values { get; } = [.. All.Select(each => each.Value)];

    public override bool Refuses(Judged judged, string value) => Find(value) is not { ToCredentials: null, ToAll: null };

    public override void Apply(SimulatedAnswer answer, Judged judged, string value)
    {
        var server = Find(value);
        if (!judged.Decision.IsAdmitted)
            answer.Status = server.StatusOf(answer, judged);
        server.Program.Write(answer, judged.Request);
    }

    private static LookAlike Find(string value) => All.First(each => each.Value.Value == value);

    private static TwistValue Compared(TwistValue value) => value with { Authorization = LoginParameters.Basic, AskedFirst = true };
}
