using Countersign.AspNetCore.SignIn;
using Countersign.Decisions;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>What somebody who wants to sign in at a provider came with.</summary>
/// <param name="Target">Where the person wants to go.</param>
/// <param name="RedirectUri">Where the provider is to answer: at the host that the browser is at.</param>
internal sealed record SignOnOrder(ReturnTarget Target, string RedirectUri)
{
    /// <summary>The browser; null when it has no secret yet.</summary>
    public BrowserSecret? Browser { get; init; }

    /// <summary>How the route wants people to have signed in; null for any way.</summary>
    public SignInDemand? Demand { get; init; }

    /// <summary>Whether a former sign-in was given up for this one.</summary>
    public bool IsAgain { get; init; }

    /// <summary>The host to which the session is to be given when that is another one; null when it is here.</summary>
    public string? ForHost { get; init; }

    /// <summary>The hash of what the browser has at that host.</summary>
    public string? ForBrowser { get; init; }
}
