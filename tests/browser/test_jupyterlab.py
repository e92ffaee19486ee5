"""JupyterLab as ``python course.py tr`` and ``en`` open it: menus in the reader's language, no question."""

import re

MENUS = {
    "tr": ["Dosya", "Düzenle", "Görünüm", "Çalıştır", "Çekirdek", "Sekmeler", "Ayarlar", "Yardım"],
    "en": ["File", "Edit", "View", "Run", "Kernel", "Tabs", "Settings", "Help"],
}
RESTART = {"tr": "Çekirdeği Yeniden Başlat", "en": "Restart Kernel"}


def test_menus_are_in_the_readers_language(lab):
    lab.open("00_start")
    bar = lab.page.get_by_role("menubar").first
    assert bar.get_by_role("menuitem").all_inner_texts() == MENUS[lab.language]

    bar.get_by_role("menuitem", name=MENUS[lab.language][4], exact=True).click()
    entry = lab.page.locator(".lm-Menu-itemLabel", has_text=re.compile(RESTART[lab.language]))
    entry.first.wait_for(state="visible")
    lab.shot("menu")
    lab.page.keyboard.press("Escape")


def test_no_question_about_news_and_no_look_for_updates(lab):
    lab.open("00_start")
    lab.page.wait_for_timeout(500)
    assert lab.page.locator(".jp-Dialog, .Toastify__toast").count() == 0
    assert not [url for url in lab.requests if re.search(r"/lab/api/(news|update)", url)]
