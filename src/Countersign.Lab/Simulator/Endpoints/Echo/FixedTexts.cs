namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Texts that are always the same.</summary>
internal static class FixedTexts
{
    public const string Html = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>A simulated page</title></head>
        <body>
        <h1>A page</h1>
        <p>It has a heading and a paragraph, and nothing else.</p>
        </body>
        </html>

        """;

    public const string Json = """
        {
          "slideshow": {
            "title": "Ways to be refused",
            "author": "the simulator",
            "date": "today",
            "slides": [
              { "type": "all", "title": "Who are you?" },
              { "type": "all", "title": "You may not", "items": ["401 asks", "403 does not"] }
            ]
          }
        }

        """;

    public const string Xml = """
        <?xml version="1.0" encoding="utf-8"?>
        <refusals>
          <refusal status="401">Who are you?</refusal>
          <refusal status="403">You may not.</refusal>
        </refusals>

        """;

    public const string Utf8 = """
        <!doctype html>
        <html lang="mul">
        <head><meta charset="utf-8"><title>Many scripts</title></head>
        <body>
        <h1>∮ Unicode ⅀ ∞</h1>
        <ul>
        <li lang="de">Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich</li>
        <li lang="el">Ποιος είσαι;</li>
        <li lang="ru">Кто ты?</li>
        <li lang="he">מי אתה?</li>
        <li lang="ar">من أنت؟</li>
        <li lang="hi">तुम कौन हो?</li>
        <li lang="ja">あなたは誰ですか</li>
        <li lang="ko">누구세요</li>
        <li lang="zh">你是谁</li>
        </ul>
        </body>
        </html>

        """;

    public const string Robots = "User-agent: *\nDisallow: /deny\n";

    public const string Denied = "robots.txt says that no crawler comes here.\n";
}
