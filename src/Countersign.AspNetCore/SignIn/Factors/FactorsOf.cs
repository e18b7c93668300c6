namespace Countersign.AspNetCore.SignIn.Factors;

/// <summary>What a person can prove beside the password.</summary>
/// <param name="HasApp">An authenticator app.</param>
/// <param name="Passkeys">How many passkeys.</param>
/// <param name="CodesLeft">How many recovery codes are left.</param>
internal readonly record struct FactorsOf(bool HasApp, int Passkeys, int CodesLeft)
{
    /// <summary>Whether a second factor is asked for. Recovery codes alone are none: they stand in for one.</summary>
    public bool Any => HasApp || Passkeys > 0;
}
