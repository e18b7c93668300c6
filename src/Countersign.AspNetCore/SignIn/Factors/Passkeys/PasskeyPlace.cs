namespace Countersign.AspNetCore.SignIn.Factors.Passkeys;

/// <summary>Where a ceremony takes place: passkeys belong to a host name, and their browser says from which page it speaks.</summary>
/// <param name="Host">The host name (WebAuthn: the RP ID), without a port.</param>
/// <param name="Origin">The page's origin as browsers write it: scheme, host and port.</param>
internal readonly record struct PasskeyPlace(string Host, string Origin);
