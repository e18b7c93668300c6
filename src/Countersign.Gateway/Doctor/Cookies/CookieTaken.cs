namespace Countersign.Gateway.Doctor.Cookies;

/// <summary>What a browser made of a Set-Cookie line.</summary>
/// <param name="From">The address that gave it.</param>
/// <param name="Cookie">The cookie; null when the line could not be read.</param>
/// <param name="Fault">Why it was not kept; null when it was, or was to be forgotten.</param>
internal sealed record CookieTaken(Uri From, SetCookie? Cookie, CookieFault? Fault);
