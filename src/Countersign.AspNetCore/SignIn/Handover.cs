namespace Countersign.AspNetCore.SignIn;

/// <summary>With what a host sends a browser to the one that has the sign-in page.</summary>
/// <param name="Host">The host, with its port where that is not the usual one.</param>
/// <param name="Browser">The hash of what the browser has there.</param>
/// <param name="Target">Where it wants to go there.</param>
/// <param name="Made">When.</param>
/// <param name="WantsForm">Whether it is to be asked who it is even where somebody is signed in: that sign-in is too old, or somebody else's.</param>
internal sealed record Handover(string Host, string Browser, string Target, DateTimeOffset Made, bool WantsForm = false);

/// <summary>With what the browser comes back: good for one session at that host, of that browser.</summary>
/// <param name="Id">Tells tickets apart.</param>
/// <param name="Session">The handle of the session at the host with the page.</param>
/// <param name="Host">The host that it is for.</param>
/// <param name="Browser">The hash of what the browser has there.</param>
/// <param name="Target">Where it goes on there.</param>
/// <param name="Made">When.</param>
internal sealed record Ticket(string Id, string Session, string Host, string Browser, string Target, DateTimeOffset Made);
