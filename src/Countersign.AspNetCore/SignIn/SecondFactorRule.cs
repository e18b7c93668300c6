namespace Countersign.AspNetCore.SignIn;

/// <summary>Whether users of the store prove more than their password. People of providers are not asked: that is the provider's to do.</summary>
public enum SecondFactorRule
{
    /// <summary>Who has set a factor up is asked for it.</summary>
    Optional,

    /// <summary>Everybody is asked, and who has none sets one up at the next sign-in.</summary>
    Required,

    /// <summary>Nobody is asked, and none can be set up.</summary>
    Off,
}
