namespace Countersign.AspNetCore.SignIn.Factors.Passkeys;

/// <summary>What the page asks the browser for.</summary>
/// <param name="Options">The options of <c>navigator.credentials.create()</c> or <c>get()</c>, as JSON.</param>
/// <param name="State">The ceremony as the page's form carries it, protected.</param>
internal sealed record PasskeyRequest(string Options, string State);
