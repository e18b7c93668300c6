using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Crawl;

/// <summary>All checks of sites.</summary>
internal static class SiteCheckCatalogue
{
    public static ImmutableArray<SiteCheck> All { get; } =
    [
        new WholeSiteRefused(),
        new NativePrompt(),
        new AssetRefused(),
        new RobotsRefused(),
        new RobotsUnreachable(),
        new SitemapRefused(),
        new SitemapListsProtected(),
        new FeedRefused(),
        new OpenInCache(),
        new CallRefused(),
        new ManifestRefused(),
        new PreloadRefused(),
        new SocialImageRefused(),
        new CanonicalRefused(),
        new IconRefused(),
        new WellKnownRefused(),
        new ProtectedLinked(),
        new SignedAddressExpired(),
        new BotsRefused(),
        new OpenSourceMap(),
        new LoginAsSuccess(),
        new PrivateAddress(),
        new LoginInstead(),
        new AssetsOpen(),
    ];
}
