namespace Countersign.AspNetCore.Sessions;

/// <summary>A session that has just begun.</summary>
/// <param name="Id">What the cookie carries; known to the caller alone.</param>
/// <param name="Handle">Its public name.</param>
/// <param name="Ends">When it ends at the latest.</param>
/// <param name="Remember">How long the browser keeps the cookie; null until it is closed.</param>
internal sealed record NewSession(Secret Id, string Handle, DateTimeOffset Ends, TimeSpan? Remember);
