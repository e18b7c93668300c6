namespace Countersign.Gateway.Configuration;

/// <summary>What somebody gets who has to sign in and could do so by a session (<c>on-unauthenticated</c>).</summary>
public enum UnauthenticatedAnswer
{
    /// <summary>People who open a page are sent to sign in, programs get the 401.</summary>
    Auto,

    /// <summary>Everybody gets the 401.</summary>
    Challenge,

    /// <summary>Everybody who only asks for something is sent to sign in, programs too.</summary>
    Login,
}
