namespace Countersign.Client.Tokens.Grants;

/// <summary>What a person who signs in for a device is shown (RFC 8628 §3.3).</summary>
/// <param name="UserCode">What the person enters.</param>
/// <param name="VerificationUri">Where: an https address, or http on this machine. Show it; nobody but a browser should open it.</param>
/// <param name="Lifetime">How long there is time for it.</param>
public sealed record DeviceCode(string UserCode, Uri VerificationUri, TimeSpan Lifetime)
{
    /// <summary>The same with the code in it, for a QR code; null where the server gives none.</summary>
    public Uri? VerificationUriComplete { get; init; }
}
