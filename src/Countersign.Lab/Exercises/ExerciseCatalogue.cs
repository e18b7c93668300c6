using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Exercises.Basics;
using Countersign.Lab.Exercises.Caches;
using Countersign.Lab.Exercises.Challenges;
using Countersign.Lab.Exercises.Digests;
using Countersign.Lab.Exercises.Logs;
using Countersign.Lab.Exercises.Proxies;
using Countersign.Lab.Exercises.Servers;
using Countersign.Lab.Exercises.Statuses;
using Countersign.Lab.Exercises.Tokens;

namespace Countersign.Lab.Exercises;

/// <summary>All exercises, in their order.</summary>
internal static class ExerciseCatalogue
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<Exercise> All { get; } =
    [
        new ReproduceA401(),
        new GetInWithBasic(),
        new TheInvisibleNewline(),
        new ReadTheChallenge(),
        new FindTheMinimum(),
        new Classify(),
        new ExpiredToken(),
        new WrongAudience(),
        new ClockSkew(),
        new DigestByHand(),
        new StaleNonce(),
        new Preflight(),
        new WhoSaidNo(),
        new FixTheOrigin(),
        new LockTheOpenDoor(),
        new CachedRefusal(),
        new MissingScope(),
        new DiscoveryChain(),
        new RefusedTwice(),
        new SortADay(),
    ];

    /// <summary>The exercise of a number; null for none.</summary>
    public static Exercise? Find(int number) => All.FirstOrDefault(exercise => exercise.Number == number);

    /// <summary>The exercise of a number or a slug; null for none.</summary>
    public static Exercise? Find(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? Find(number) : All.FirstOrDefault(exercise => exercise.Slug.Equals(text, StringComparison.OrdinalIgnoreCase));
}
