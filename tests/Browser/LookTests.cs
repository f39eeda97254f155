using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Bishui.Tests.Browser;

/// <summary>What makes the pages readable for everybody: on a small screen, by keyboard, by ear, and in print.</summary>
public sealed class LookTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    // Luminance and contrast as WCAG 2.2 defines them, over every element that holds text of its own.
    private const string Contrasts = """
        () => {
          const parse = c => (c.match(/[\d.]+/g) ?? []).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = e => {
            for (; e; e = e.parentElement) {
              const c = parse(getComputedStyle(e).backgroundColor);
              if (c.length === 3 || c[3] === 1) return c;
            }
            return [255, 255, 255];
          };
          return [...document.querySelectorAll('body *')]
            .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.checkVisibility())
            .filter(e => !['TITLE', 'DESC'].includes(e.tagName.toUpperCase()))
            .map(e => {
              const style = getComputedStyle(e);
              const color = parse(e instanceof SVGElement ? style.fill : style.color);
              const [a, b] = [light(color), light(behind(e))].sort((x, y) => y - x);
              return { contrast: (a + 0.05) / (b + 0.05), what: e.tagName + '.' + (e.getAttribute('class') ?? '') + ' ' + e.textContent.trim().slice(0, 20) };
            });
        }
        """;

    private const string BeyondTheEdge = """
        () => [...document.querySelectorAll('body *')]
          .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth)
          .map(e => `${e.tagName}.${e.getAttribute('class') ?? ''} ${Math.round(e.getBoundingClientRect().right)} ${e.textContent.trim().slice(0, 20)}`)
        """;

    private FakePlatform? _platform;
    private WebApp? _web;

    private WebApp Web => _web!;

    public async Task InitializeAsync()
    {
        _platform = await FakePlatform.StartAsync();
        _web = WebApp.Start(_platform.Address, "-1848.00:00:00");
    }

    public async Task DisposeAsync()
    {
        await Web.DisposeAsync();
        await _platform!.DisposeAsync();
    }

    [BrowserFact]
    public async Task On_the_smallest_screen_nothing_runs_out_to_the_side()
    {
        foreach (var path in new[] { "/", "/units/ecology-bureau", "/nothing-here" })
        {
            var page = await chromium.OpenAsync(new Uri(Web.Address, path), width: 360, height: 740);
            await OpenAllAsync(page);

            await KeepAsync(page, $"360{path.Replace('/', '-')}");
            Assert.Empty(await page.EvaluateAsync<string[]>(BeyondTheEdge));
            Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    [BrowserFact]
    public async Task Every_text_stands_out_from_what_is_behind_it()
    {
        foreach (var path in new[] { "/", "/units/ecology-bureau" })
        {
            var page = await chromium.OpenAsync(new Uri(Web.Address, path));
            await OpenAllAsync(page);

            var found = (await page.EvaluateAsync<JsonElement>(Contrasts)).EnumerateArray()
                .Select(e => (Contrast: e.GetProperty("contrast").GetDouble(), What: e.GetProperty("what").GetString())).ToList();

            Assert.True(found.Count > 50);
            Assert.Empty(found.Where(e => e.Contrast < 4.5).Select(e => $"{e.Contrast:0.00} {e.What}"));
        }
    }

    [BrowserFact]
    public async Task It_reads_in_order_by_ear_and_by_keyboard()
    {
        var page = await chromium.OpenAsync(Web.Address);

        Assert.Equal("zh-CN", await page.Locator("html").GetAttributeAsync("lang"));
        Assert.NotEmpty(await page.TitleAsync());
        var levels = await page.EvaluateAsync<int[]>("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])");
        Assert.Equal(1, levels[0]);
        Assert.Single(levels, 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        Assert.Equal(0, await page.Locator("img:not([alt])").CountAsync());
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "[...document.querySelectorAll('svg')].filter(s => s.getAttribute('aria-hidden') !== 'true' && !s.querySelector(':scope > title')).length"));
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('a,summary')].filter(e => !(e.textContent.trim() || e.ariaLabel)).length"));
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "(ids => ids.length - new Set(ids).size)([...document.querySelectorAll('[id]')].map(e => e.id))"));
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "[...document.querySelectorAll('[aria-labelledby]')].filter(e => e.getAttribute('aria-labelledby').split(' ').some(id => !document.getElementById(id))).length"));
        Assert.Equal(0, await page.Locator("table:not(:has(thead th[scope=col]))").CountAsync());

        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("跳到正文", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("content", await page.EvaluateAsync<string>("document.activeElement.id"));
    }

    [BrowserFact]
    public async Task Nothing_is_fetched_from_elsewhere_and_nothing_breaks_the_pages_own_rules()
    {
        var complaints = new ConcurrentQueue<string>();
        var asked = new ConcurrentQueue<Uri>();
        var page = await chromium.OpenAsync(new Uri("about:blank"));
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Enqueue(message.Text);
        };
        page.Request += (_, request) => asked.Enqueue(new Uri(request.Url));

        await page.GotoAsync(Web.Address.AbsoluteUri);

        Assert.Empty(complaints);
        Assert.Contains(asked, uri => uri.AbsolutePath.EndsWith(".css", StringComparison.Ordinal));
        Assert.All(asked, uri => Assert.Equal(Web.Address.Authority, uri.Authority));
    }

    [BrowserFact]
    public async Task It_can_be_looked_at()
    {
        var desktop = await chromium.OpenAsync(Web.Address);
        await KeepAsync(desktop, "desktop");
        await OpenAllAsync(desktop);
        await KeepAsync(desktop, "desktop-open");
        await KeepAsync(await chromium.OpenAsync(new Uri(Web.Address, "/?parameter=ph")), "desktop-ph");
        await KeepAsync(await chromium.OpenAsync(new Uri(Web.Address, "/units/ecology-bureau")), "unit");
        await KeepAsync(await chromium.OpenAsync(Web.Address, width: 390, height: 844), "390");
        var box = await desktop.Locator("svg.chart.on-wide").BoundingBoxAsync();
        Assert.InRange(box!.Width, 500, 900);
        Assert.InRange(box.Height, 200, 500);
    }

    private static async Task OpenAllAsync(IPage page) => await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");

    /// <summary>Pictures for people, in the folder that BISHUI_TEST_SCREENSHOTS names.</summary>
    internal static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("BISHUI_TEST_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }
}
