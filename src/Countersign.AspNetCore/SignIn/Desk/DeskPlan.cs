using Countersign.AspNetCore.Intake;
using Countersign.Decisions;
using Countersign.Schemes.Session;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>What a door says of its desk.</summary>
/// <param name="SignIn">How people sign in.</param>
/// <param name="Scheme">The scheme of their sessions.</param>
/// <param name="Realm">Its realm, which names the desk to people.</param>
internal sealed record DeskPlan(SignInConfiguration SignIn, SessionScheme Scheme, string Realm)
{
    /// <summary>Whether sessions can be kept when the browser is closed.</summary>
    public bool OffersRemember { get; init; }

    /// <summary>Whether a host is known to belong to the door: a request can call its host what it likes.</summary>
    public Func<string, bool> KnowsHost { get; init; } = static _ => false;

    /// <summary>How one has to have signed in for a place of the door, by its path; null for in any way.</summary>
    public Func<HttpContext, HttpRequestFacts, CanonicalTarget, SignInDemand?> DemandAt { get; init; } = static (_, _, _) => null;

    /// <summary>What follows a right password in the place of what <see cref="SignIn"/> says; null for that.</summary>
    public ISecondStep? SecondStep { get; init; }
}
