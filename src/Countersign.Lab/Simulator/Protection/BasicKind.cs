using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Inspector.Findings;
using Countersign.Lab.Simulator.Twists.Basic;
using Countersign.Schemes.Basic;

namespace Countersign.Lab.Simulator.Protection;

/// <summary>Basic (RFC 7617).</summary>
internal sealed class BasicKind : SchemeKind
{
    public override string Name => "basic";

    public override string Story => "Basic for one user (RFC 7617).";

    public override ImmutableArray<SimulatorParameter> Parameters => [LoginParameters.User, LoginParameters.Password, LoginParameters.Realm];

    public override Refusal Worn => Refusal.BasicWrongPassword;

    public override IAuthScheme Create(SimulatedRequest request) =>
        new BasicScheme(Name, new() { Realm = ValueOf(request, "realm"), AllowCleartext = true }, Reads.UserOf(request, ValueOf(request, "user"), ValueOf(request, "password")));

    public override string Expected(SimulatedRequest request) => $"Basic for {ValueOf(request, "user")} with the password {ValueOf(request, "password")}";

    public override RequestChange Fix(SimulatedRequest request) => new(RequestChangeKind.Authenticate, "Basic");
}
