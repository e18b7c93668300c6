namespace Countersign.Lab.Simulator.Provider;

/// <summary>That somebody has signed in at the provider, from the same client.</summary>
/// <param name="person">Who.</param>
/// <param name="acr">How strongly (RFC 9470).</param>
/// <param name="at">When.</param>
internal sealed class SignedIn(string person, string acr, DateTimeOffset at)
{
    /// <summary>How strongly people sign in of whom nothing more is asked.</summary>
    public const string Plain = "password";

    /// <summary>Who.</summary>
    public string Person => person;

    /// <summary>How strongly.</summary>
    public string Acr => acr;

    /// <summary>When.</summary>
    public DateTimeOffset At => at;

    /// <summary>How long ago, in seconds.</summary>
    public int Ago(DateTimeOffset now) => (int)Math.Max(0, (now - at).TotalSeconds);
}
